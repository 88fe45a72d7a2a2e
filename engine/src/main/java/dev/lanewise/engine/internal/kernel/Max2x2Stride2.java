package dev.lanewise.engine.internal.kernel;

import static dev.lanewise.engine.internal.kernel.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The maximum over 2×2 windows: 4 windows side by side, 2 pixels apart. See {@link WindowKernels}
 * for the operands. Written by WindowWriter, beside the tests.
 */
final class Max2x2Stride2 {
  private static final VectorSpecies<Float> SPECIES = Lanes.species();
  private static final int LANES = SPECIES.length();

  private Max2x2Stride2() {}

  static void run(
      MemorySegment memory,
      long at,
      long row,
      long pixel,
      int top,
      int bottom,
      int left,
      int right,
      long y,
      long yPixel,
      int channels) {
    Lanes.offHeap(memory.isNative());
    final long r0 = at + Math.max(top, Math.min(0, bottom - 1)) * row;
    final long r1 = at + Math.max(top, Math.min(1, bottom - 1)) * row;
    final long c0 = Math.max(left, Math.min(0, right - 1)) * pixel;
    final long c1 = Math.max(left, Math.min(1, right - 1)) * pixel;
    final long c2 = Math.max(left, Math.min(2, right - 1)) * pixel;
    final long c3 = Math.max(left, Math.min(3, right - 1)) * pixel;
    final long c4 = Math.max(left, Math.min(4, right - 1)) * pixel;
    final long c5 = Math.max(left, Math.min(5, right - 1)) * pixel;
    final long c6 = Math.max(left, Math.min(6, right - 1)) * pixel;
    final long c7 = Math.max(left, Math.min(7, right - 1)) * pixel;
    for (int i = 0; i < channels; i += LANES) {
      var m0 =
          FloatVector.fromMemorySegment(SPECIES, memory, r0 + c0 + (long) i * 4, ORDER)
              .max(FloatVector.fromMemorySegment(SPECIES, memory, r1 + c0 + (long) i * 4, ORDER));
      var m1 =
          FloatVector.fromMemorySegment(SPECIES, memory, r0 + c1 + (long) i * 4, ORDER)
              .max(FloatVector.fromMemorySegment(SPECIES, memory, r1 + c1 + (long) i * 4, ORDER));
      var m2 =
          FloatVector.fromMemorySegment(SPECIES, memory, r0 + c2 + (long) i * 4, ORDER)
              .max(FloatVector.fromMemorySegment(SPECIES, memory, r1 + c2 + (long) i * 4, ORDER));
      var m3 =
          FloatVector.fromMemorySegment(SPECIES, memory, r0 + c3 + (long) i * 4, ORDER)
              .max(FloatVector.fromMemorySegment(SPECIES, memory, r1 + c3 + (long) i * 4, ORDER));
      var m4 =
          FloatVector.fromMemorySegment(SPECIES, memory, r0 + c4 + (long) i * 4, ORDER)
              .max(FloatVector.fromMemorySegment(SPECIES, memory, r1 + c4 + (long) i * 4, ORDER));
      var m5 =
          FloatVector.fromMemorySegment(SPECIES, memory, r0 + c5 + (long) i * 4, ORDER)
              .max(FloatVector.fromMemorySegment(SPECIES, memory, r1 + c5 + (long) i * 4, ORDER));
      var m6 =
          FloatVector.fromMemorySegment(SPECIES, memory, r0 + c6 + (long) i * 4, ORDER)
              .max(FloatVector.fromMemorySegment(SPECIES, memory, r1 + c6 + (long) i * 4, ORDER));
      var m7 =
          FloatVector.fromMemorySegment(SPECIES, memory, r0 + c7 + (long) i * 4, ORDER)
              .max(FloatVector.fromMemorySegment(SPECIES, memory, r1 + c7 + (long) i * 4, ORDER));
      m0.max(m1).intoMemorySegment(memory, y + (long) i * 4, ORDER);
      m2.max(m3).intoMemorySegment(memory, y + yPixel + (long) i * 4, ORDER);
      m4.max(m5).intoMemorySegment(memory, y + 2 * yPixel + (long) i * 4, ORDER);
      m6.max(m7).intoMemorySegment(memory, y + 3 * yPixel + (long) i * 4, ORDER);
    }
  }
}
