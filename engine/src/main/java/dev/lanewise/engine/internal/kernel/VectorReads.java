package dev.lanewise.engine.internal.kernel;

import static dev.lanewise.engine.internal.kernel.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Eight vectors a step, each to a sum of its own, so that no sum is waited for. */
final class VectorReads {
  private static final VectorSpecies<Float> SPECIES = Lanes.species();
  private static final int VECTOR = SPECIES.vectorByteSize();
  private static final int STEP = 8 * VECTOR;

  private VectorReads() {}

  static float sum(MemorySegment memory, long offset, int bytes) {
    Lanes.offHeap(memory.isNative());
    var s0 = FloatVector.zero(SPECIES);
    var s1 = s0;
    var s2 = s0;
    var s3 = s0;
    var s4 = s0;
    var s5 = s0;
    var s6 = s0;
    var s7 = s0;
    final long at1 = offset + VECTOR;
    final long at2 = offset + 2L * VECTOR;
    final long at3 = offset + 3L * VECTOR;
    final long at4 = offset + 4L * VECTOR;
    final long at5 = offset + 5L * VECTOR;
    final long at6 = offset + 6L * VECTOR;
    final long at7 = offset + 7L * VECTOR;
    int steps = bytes / STEP;
    for (int i = 0; i < steps; i++) {
      s0 = s0.add(FloatVector.fromMemorySegment(SPECIES, memory, offset + (long) i * STEP, ORDER));
      s1 = s1.add(FloatVector.fromMemorySegment(SPECIES, memory, at1 + (long) i * STEP, ORDER));
      s2 = s2.add(FloatVector.fromMemorySegment(SPECIES, memory, at2 + (long) i * STEP, ORDER));
      s3 = s3.add(FloatVector.fromMemorySegment(SPECIES, memory, at3 + (long) i * STEP, ORDER));
      s4 = s4.add(FloatVector.fromMemorySegment(SPECIES, memory, at4 + (long) i * STEP, ORDER));
      s5 = s5.add(FloatVector.fromMemorySegment(SPECIES, memory, at5 + (long) i * STEP, ORDER));
      s6 = s6.add(FloatVector.fromMemorySegment(SPECIES, memory, at6 + (long) i * STEP, ORDER));
      s7 = s7.add(FloatVector.fromMemorySegment(SPECIES, memory, at7 + (long) i * STEP, ORDER));
    }
    return s0.add(s1)
        .add(s2)
        .add(s3)
        .add(s4)
        .add(s5)
        .add(s6)
        .add(s7)
        .reduceLanes(VectorOperators.ADD);
  }
}
