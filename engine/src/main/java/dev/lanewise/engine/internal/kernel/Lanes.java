package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The width of this process's vectors, as constants that the compiler can fold. */
final class Lanes {
  /** Scalar loads; the aligned layout would add a check of the address to each. */
  static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

  static final ByteOrder ORDER = ByteOrder.nativeOrder();

  /** Where a kernel leaves, once in a long while, what it read for no other purpose. */
  static int touched = 0;

  /** The bits of an offset that no memory is too small for: C2 knows that none is negative then. */
  static final long OFFSETS = (1L << 48) - 1;

  private static int chosen = 0;

  private Lanes() {}

  /**
   * Every kernel begins with {@code Lanes.offHeap(x.isNative() && …)} for the segments that it
   * reads and writes by vectors.
   *
   * <p>A load or store of a vector is a static method, which C2 compiles by the profile that all of
   * the process's code leaves in it. If anything there ever used a segment in the heap, or a mapped
   * one, C2 knows the class of none, and makes objects of the vectors. A call on the segment itself
   * is profiled in the kernel, whose segments all are of one class, and from there on C2 knows it.
   */
  static void offHeap(boolean all) {
    if (!all) {
      throw new AssertionError("a segment in the heap");
    }
  }

  static int preferredBits() {
    return FloatVector.SPECIES_PREFERRED.vectorBitSize();
  }

  /** Fixes the width; called once, before the first kernel is touched. */
  static synchronized void choose(int bits) {
    chosen = bits;
  }

  static synchronized VectorSpecies<Float> species() {
    return VectorSpecies.of(float.class, VectorShape.forBitSize(chosen));
  }
}
