package dev.lanewise.engine.internal.kernel;

import static dev.lanewise.engine.internal.kernel.Lanes.FLOAT;
import static dev.lanewise.engine.internal.kernel.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * One row of C = floor(bias + A · B) over four panels of two vectors: eight accumulators, so that
 * the reads of B are what it waits for. See {@link MatrixKernels} for the panels. Written by
 * RowWriter, beside the tests.
 */
final class Row1x8 {
  private static final VectorSpecies<Float> SPECIES = Lanes.species();
  private static final int VECTOR = SPECIES.vectorByteSize();
  private static final int PANEL = 2 * VECTOR;

  private Row1x8() {}

  static void run(
      MemorySegment a,
      long aOff,
      MemorySegment b,
      long bOff,
      long panel,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment c,
      long cOff,
      int depth) {
    Lanes.offHeap(b.isNative() && bias.isNative() && c.isNative());
    final long b0 = bOff;
    final long b1 = bOff + panel;
    final long b2 = bOff + 2L * panel;
    final long b3 = bOff + 3L * panel;
    var c0 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff, ORDER);
    var c1 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff + VECTOR, ORDER);
    var c2 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff + 2L * VECTOR, ORDER);
    var c3 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff + 3L * VECTOR, ORDER);
    var c4 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff + 4L * VECTOR, ORDER);
    var c5 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff + 5L * VECTOR, ORDER);
    var c6 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff + 6L * VECTOR, ORDER);
    var c7 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff + 7L * VECTOR, ORDER);
    for (int k = 0; k < depth; k++) {
      var x = FloatVector.broadcast(SPECIES, a.get(FLOAT, aOff + (long) k * 4));
      c0 = x.fma(FloatVector.fromMemorySegment(SPECIES, b, b0 + (long) k * PANEL, ORDER), c0);
      c1 =
          x.fma(
              FloatVector.fromMemorySegment(SPECIES, b, b0 + (long) k * PANEL + VECTOR, ORDER), c1);
      c2 = x.fma(FloatVector.fromMemorySegment(SPECIES, b, b1 + (long) k * PANEL, ORDER), c2);
      c3 =
          x.fma(
              FloatVector.fromMemorySegment(SPECIES, b, b1 + (long) k * PANEL + VECTOR, ORDER), c3);
      c4 = x.fma(FloatVector.fromMemorySegment(SPECIES, b, b2 + (long) k * PANEL, ORDER), c4);
      c5 =
          x.fma(
              FloatVector.fromMemorySegment(SPECIES, b, b2 + (long) k * PANEL + VECTOR, ORDER), c5);
      c6 = x.fma(FloatVector.fromMemorySegment(SPECIES, b, b3 + (long) k * PANEL, ORDER), c6);
      c7 =
          x.fma(
              FloatVector.fromMemorySegment(SPECIES, b, b3 + (long) k * PANEL + VECTOR, ORDER), c7);
    }
    var least = FloatVector.broadcast(SPECIES, floor);
    c0.blend(least, c0.compare(VectorOperators.LE, least)).intoMemorySegment(c, cOff, ORDER);
    c1.blend(least, c1.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + VECTOR, ORDER);
    c2.blend(least, c2.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + 2L * VECTOR, ORDER);
    c3.blend(least, c3.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + 3L * VECTOR, ORDER);
    c4.blend(least, c4.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + 4L * VECTOR, ORDER);
    c5.blend(least, c5.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + 5L * VECTOR, ORDER);
    c6.blend(least, c6.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + 6L * VECTOR, ORDER);
    c7.blend(least, c7.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + 7L * VECTOR, ORDER);
  }
}
