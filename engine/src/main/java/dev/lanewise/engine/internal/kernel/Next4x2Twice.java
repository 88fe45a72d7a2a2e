package dev.lanewise.engine.internal.kernel;

import static dev.lanewise.engine.internal.kernel.Lanes.FLOAT;
import static dev.lanewise.engine.internal.kernel.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * C = floor(C + A · B) for 1 to 4 rows of two vectors, two steps of the depth at a time, so that
 * the compiler does not unroll and spill; the depth must be even. See {@link MatrixKernels} for the
 * panels; one method for each number of rows, since the accumulators must be locals to stay in
 * registers. Written by KernelWriter, beside the tests.
 */
final class Next4x2Twice {
  private static final VectorSpecies<Float> SPECIES = Lanes.species();
  private static final int VECTOR = SPECIES.vectorByteSize();
  private static final int PANEL = 2 * VECTOR;

  private Next4x2Twice() {}

  static void run(
      int m,
      MemorySegment a,
      long aOff,
      long lda,
      MemorySegment b,
      long bOff,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth) {
    switch (m) {
      case 1 -> rows1(a, aOff, b, bOff, floor, c, cOff, depth);
      case 2 -> rows2(a, aOff, lda, b, bOff, floor, c, cOff, ldc, depth);
      case 3 -> rows3(a, aOff, lda, b, bOff, floor, c, cOff, ldc, depth);
      case 4 -> rows4(a, aOff, lda, b, bOff, floor, c, cOff, ldc, depth);
      default -> throw new AssertionError(m);
    }
  }

  private static void rows1(
      MemorySegment a,
      long aOff,
      MemorySegment b,
      long bOff,
      float floor,
      MemorySegment c,
      long cOff,
      int depth) {
    var c00 = FloatVector.fromMemorySegment(SPECIES, c, cOff, ORDER);
    var c01 = FloatVector.fromMemorySegment(SPECIES, c, cOff + VECTOR, ORDER);
    for (int k = 0; k < depth; k += 2) {
      var b00 = FloatVector.fromMemorySegment(SPECIES, b, bOff + (long) k * PANEL, ORDER);
      var b01 = FloatVector.fromMemorySegment(SPECIES, b, bOff + (long) k * PANEL + VECTOR, ORDER);
      var x = FloatVector.broadcast(SPECIES, a.get(FLOAT, aOff + (long) k * 4));
      c00 = x.fma(b00, c00);
      c01 = x.fma(b01, c01);
      var b10 =
          FloatVector.fromMemorySegment(SPECIES, b, bOff + (long) k * PANEL + 2L * VECTOR, ORDER);
      var b11 =
          FloatVector.fromMemorySegment(SPECIES, b, bOff + (long) k * PANEL + 3L * VECTOR, ORDER);
      x = FloatVector.broadcast(SPECIES, a.get(FLOAT, aOff + (long) k * 4 + 4));
      c00 = x.fma(b10, c00);
      c01 = x.fma(b11, c01);
    }
    var least = FloatVector.broadcast(SPECIES, floor);
    c00.blend(least, c00.compare(VectorOperators.LE, least)).intoMemorySegment(c, cOff, ORDER);
    c01.blend(least, c01.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + VECTOR, ORDER);
  }

  private static void rows2(
      MemorySegment a,
      long aOff,
      long lda,
      MemorySegment b,
      long bOff,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth) {
    final long a1 = aOff + lda;
    var c00 = FloatVector.fromMemorySegment(SPECIES, c, cOff, ORDER);
    var c01 = FloatVector.fromMemorySegment(SPECIES, c, cOff + VECTOR, ORDER);
    var c10 = FloatVector.fromMemorySegment(SPECIES, c, cOff + ldc, ORDER);
    var c11 = FloatVector.fromMemorySegment(SPECIES, c, cOff + ldc + VECTOR, ORDER);
    for (int k = 0; k < depth; k += 2) {
      var b00 = FloatVector.fromMemorySegment(SPECIES, b, bOff + (long) k * PANEL, ORDER);
      var b01 = FloatVector.fromMemorySegment(SPECIES, b, bOff + (long) k * PANEL + VECTOR, ORDER);
      var x = FloatVector.broadcast(SPECIES, a.get(FLOAT, aOff + (long) k * 4));
      c00 = x.fma(b00, c00);
      c01 = x.fma(b01, c01);
      x = FloatVector.broadcast(SPECIES, a.get(FLOAT, a1 + (long) k * 4));
      c10 = x.fma(b00, c10);
      c11 = x.fma(b01, c11);
      var b10 =
          FloatVector.fromMemorySegment(SPECIES, b, bOff + (long) k * PANEL + 2L * VECTOR, ORDER);
      var b11 =
          FloatVector.fromMemorySegment(SPECIES, b, bOff + (long) k * PANEL + 3L * VECTOR, ORDER);
      x = FloatVector.broadcast(SPECIES, a.get(FLOAT, aOff + (long) k * 4 + 4));
      c00 = x.fma(b10, c00);
      c01 = x.fma(b11, c01);
      x = FloatVector.broadcast(SPECIES, a.get(FLOAT, a1 + (long) k * 4 + 4));
      c10 = x.fma(b10, c10);
      c11 = x.fma(b11, c11);
    }
    var least = FloatVector.broadcast(SPECIES, floor);
    c00.blend(least, c00.compare(VectorOperators.LE, least)).intoMemorySegment(c, cOff, ORDER);
    c01.blend(least, c01.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + VECTOR, ORDER);
    c10.blend(least, c10.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + ldc, ORDER);
    c11.blend(least, c11.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + ldc + VECTOR, ORDER);
  }

  private static void rows3(
      MemorySegment a,
      long aOff,
      long lda,
      MemorySegment b,
      long bOff,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth) {
    final long a1 = aOff + lda;
    final long a2 = aOff + 2 * lda;
    var c00 = FloatVector.fromMemorySegment(SPECIES, c, cOff, ORDER);
    var c01 = FloatVector.fromMemorySegment(SPECIES, c, cOff + VECTOR, ORDER);
    var c10 = FloatVector.fromMemorySegment(SPECIES, c, cOff + ldc, ORDER);
    var c11 = FloatVector.fromMemorySegment(SPECIES, c, cOff + ldc + VECTOR, ORDER);
    var c20 = FloatVector.fromMemorySegment(SPECIES, c, cOff + 2 * ldc, ORDER);
    var c21 = FloatVector.fromMemorySegment(SPECIES, c, cOff + 2 * ldc + VECTOR, ORDER);
    for (int k = 0; k < depth; k += 2) {
      var b00 = FloatVector.fromMemorySegment(SPECIES, b, bOff + (long) k * PANEL, ORDER);
      var b01 = FloatVector.fromMemorySegment(SPECIES, b, bOff + (long) k * PANEL + VECTOR, ORDER);
      var x = FloatVector.broadcast(SPECIES, a.get(FLOAT, aOff + (long) k * 4));
      c00 = x.fma(b00, c00);
      c01 = x.fma(b01, c01);
      x = FloatVector.broadcast(SPECIES, a.get(FLOAT, a1 + (long) k * 4));
      c10 = x.fma(b00, c10);
      c11 = x.fma(b01, c11);
      x = FloatVector.broadcast(SPECIES, a.get(FLOAT, a2 + (long) k * 4));
      c20 = x.fma(b00, c20);
      c21 = x.fma(b01, c21);
      var b10 =
          FloatVector.fromMemorySegment(SPECIES, b, bOff + (long) k * PANEL + 2L * VECTOR, ORDER);
      var b11 =
          FloatVector.fromMemorySegment(SPECIES, b, bOff + (long) k * PANEL + 3L * VECTOR, ORDER);
      x = FloatVector.broadcast(SPECIES, a.get(FLOAT, aOff + (long) k * 4 + 4));
      c00 = x.fma(b10, c00);
      c01 = x.fma(b11, c01);
      x = FloatVector.broadcast(SPECIES, a.get(FLOAT, a1 + (long) k * 4 + 4));
      c10 = x.fma(b10, c10);
      c11 = x.fma(b11, c11);
      x = FloatVector.broadcast(SPECIES, a.get(FLOAT, a2 + (long) k * 4 + 4));
      c20 = x.fma(b10, c20);
      c21 = x.fma(b11, c21);
    }
    var least = FloatVector.broadcast(SPECIES, floor);
    c00.blend(least, c00.compare(VectorOperators.LE, least)).intoMemorySegment(c, cOff, ORDER);
    c01.blend(least, c01.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + VECTOR, ORDER);
    c10.blend(least, c10.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + ldc, ORDER);
    c11.blend(least, c11.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + ldc + VECTOR, ORDER);
    c20.blend(least, c20.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + 2 * ldc, ORDER);
    c21.blend(least, c21.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + 2 * ldc + VECTOR, ORDER);
  }

  private static void rows4(
      MemorySegment a,
      long aOff,
      long lda,
      MemorySegment b,
      long bOff,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth) {
    final long a1 = aOff + lda;
    final long a2 = aOff + 2 * lda;
    final long a3 = aOff + 3 * lda;
    var c00 = FloatVector.fromMemorySegment(SPECIES, c, cOff, ORDER);
    var c01 = FloatVector.fromMemorySegment(SPECIES, c, cOff + VECTOR, ORDER);
    var c10 = FloatVector.fromMemorySegment(SPECIES, c, cOff + ldc, ORDER);
    var c11 = FloatVector.fromMemorySegment(SPECIES, c, cOff + ldc + VECTOR, ORDER);
    var c20 = FloatVector.fromMemorySegment(SPECIES, c, cOff + 2 * ldc, ORDER);
    var c21 = FloatVector.fromMemorySegment(SPECIES, c, cOff + 2 * ldc + VECTOR, ORDER);
    var c30 = FloatVector.fromMemorySegment(SPECIES, c, cOff + 3 * ldc, ORDER);
    var c31 = FloatVector.fromMemorySegment(SPECIES, c, cOff + 3 * ldc + VECTOR, ORDER);
    for (int k = 0; k < depth; k += 2) {
      var b00 = FloatVector.fromMemorySegment(SPECIES, b, bOff + (long) k * PANEL, ORDER);
      var b01 = FloatVector.fromMemorySegment(SPECIES, b, bOff + (long) k * PANEL + VECTOR, ORDER);
      var x = FloatVector.broadcast(SPECIES, a.get(FLOAT, aOff + (long) k * 4));
      c00 = x.fma(b00, c00);
      c01 = x.fma(b01, c01);
      x = FloatVector.broadcast(SPECIES, a.get(FLOAT, a1 + (long) k * 4));
      c10 = x.fma(b00, c10);
      c11 = x.fma(b01, c11);
      x = FloatVector.broadcast(SPECIES, a.get(FLOAT, a2 + (long) k * 4));
      c20 = x.fma(b00, c20);
      c21 = x.fma(b01, c21);
      x = FloatVector.broadcast(SPECIES, a.get(FLOAT, a3 + (long) k * 4));
      c30 = x.fma(b00, c30);
      c31 = x.fma(b01, c31);
      var b10 =
          FloatVector.fromMemorySegment(SPECIES, b, bOff + (long) k * PANEL + 2L * VECTOR, ORDER);
      var b11 =
          FloatVector.fromMemorySegment(SPECIES, b, bOff + (long) k * PANEL + 3L * VECTOR, ORDER);
      x = FloatVector.broadcast(SPECIES, a.get(FLOAT, aOff + (long) k * 4 + 4));
      c00 = x.fma(b10, c00);
      c01 = x.fma(b11, c01);
      x = FloatVector.broadcast(SPECIES, a.get(FLOAT, a1 + (long) k * 4 + 4));
      c10 = x.fma(b10, c10);
      c11 = x.fma(b11, c11);
      x = FloatVector.broadcast(SPECIES, a.get(FLOAT, a2 + (long) k * 4 + 4));
      c20 = x.fma(b10, c20);
      c21 = x.fma(b11, c21);
      x = FloatVector.broadcast(SPECIES, a.get(FLOAT, a3 + (long) k * 4 + 4));
      c30 = x.fma(b10, c30);
      c31 = x.fma(b11, c31);
    }
    var least = FloatVector.broadcast(SPECIES, floor);
    c00.blend(least, c00.compare(VectorOperators.LE, least)).intoMemorySegment(c, cOff, ORDER);
    c01.blend(least, c01.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + VECTOR, ORDER);
    c10.blend(least, c10.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + ldc, ORDER);
    c11.blend(least, c11.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + ldc + VECTOR, ORDER);
    c20.blend(least, c20.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + 2 * ldc, ORDER);
    c21.blend(least, c21.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + 2 * ldc + VECTOR, ORDER);
    c30.blend(least, c30.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + 3 * ldc, ORDER);
    c31.blend(least, c31.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + 3 * ldc + VECTOR, ORDER);
  }
}
