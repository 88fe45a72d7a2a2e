package dev.lanewise.engine.internal.kernel;

import static dev.lanewise.engine.internal.kernel.Lanes.FLOAT;
import static dev.lanewise.engine.internal.kernel.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * C = floor(bias + A · B) for 1 to 7 rows of one vector. See {@link MatrixKernels} for the panels;
 * one method for each number of rows, since the accumulators must be locals to stay in registers.
 * Written by KernelWriter, beside the tests.
 */
final class First7x1 {
  private static final VectorSpecies<Float> SPECIES = Lanes.species();
  private static final int PANEL = SPECIES.vectorByteSize();

  private First7x1() {}

  static void run(
      int m,
      MemorySegment a,
      long aOff,
      long lda,
      MemorySegment b,
      long bOff,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth) {
    switch (m) {
      case 1 -> rows1(a, aOff, b, bOff, bias, biasOff, floor, c, cOff, depth);
      case 2 -> rows2(a, aOff, lda, b, bOff, bias, biasOff, floor, c, cOff, ldc, depth);
      case 3 -> rows3(a, aOff, lda, b, bOff, bias, biasOff, floor, c, cOff, ldc, depth);
      case 4 -> rows4(a, aOff, lda, b, bOff, bias, biasOff, floor, c, cOff, ldc, depth);
      case 5 -> rows5(a, aOff, lda, b, bOff, bias, biasOff, floor, c, cOff, ldc, depth);
      case 6 -> rows6(a, aOff, lda, b, bOff, bias, biasOff, floor, c, cOff, ldc, depth);
      case 7 -> rows7(a, aOff, lda, b, bOff, bias, biasOff, floor, c, cOff, ldc, depth);
      default -> throw new AssertionError(m);
    }
  }

  private static void rows1(
      MemorySegment a,
      long aOff,
      MemorySegment b,
      long bOff,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment c,
      long cOff,
      int depth) {
    var c00 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff, ORDER);
    for (int k = 0; k < depth; k++) {
      float x0 = a.get(FLOAT, aOff + (long) k * 4);
      var b0 = FloatVector.fromMemorySegment(SPECIES, b, bOff + (long) k * PANEL, ORDER);
      var x = FloatVector.broadcast(SPECIES, x0);
      c00 = x.fma(b0, c00);
    }
    var least = FloatVector.broadcast(SPECIES, floor);
    c00.blend(least, c00.compare(VectorOperators.LE, least)).intoMemorySegment(c, cOff, ORDER);
  }

  private static void rows2(
      MemorySegment a,
      long aOff,
      long lda,
      MemorySegment b,
      long bOff,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth) {
    final long a1 = aOff + lda;
    var c00 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff, ORDER);
    var c10 = c00;
    for (int k = 0; k < depth; k++) {
      float x0 = a.get(FLOAT, aOff + (long) k * 4);
      float x1 = a.get(FLOAT, a1 + (long) k * 4);
      var b0 = FloatVector.fromMemorySegment(SPECIES, b, bOff + (long) k * PANEL, ORDER);
      var x = FloatVector.broadcast(SPECIES, x0);
      c00 = x.fma(b0, c00);
      x = FloatVector.broadcast(SPECIES, x1);
      c10 = x.fma(b0, c10);
    }
    var least = FloatVector.broadcast(SPECIES, floor);
    c00.blend(least, c00.compare(VectorOperators.LE, least)).intoMemorySegment(c, cOff, ORDER);
    c10.blend(least, c10.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + ldc, ORDER);
  }

  private static void rows3(
      MemorySegment a,
      long aOff,
      long lda,
      MemorySegment b,
      long bOff,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth) {
    final long a1 = aOff + lda;
    final long a2 = aOff + 2 * lda;
    var c00 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff, ORDER);
    var c10 = c00;
    var c20 = c00;
    for (int k = 0; k < depth; k++) {
      float x0 = a.get(FLOAT, aOff + (long) k * 4);
      float x1 = a.get(FLOAT, a1 + (long) k * 4);
      float x2 = a.get(FLOAT, a2 + (long) k * 4);
      var b0 = FloatVector.fromMemorySegment(SPECIES, b, bOff + (long) k * PANEL, ORDER);
      var x = FloatVector.broadcast(SPECIES, x0);
      c00 = x.fma(b0, c00);
      x = FloatVector.broadcast(SPECIES, x1);
      c10 = x.fma(b0, c10);
      x = FloatVector.broadcast(SPECIES, x2);
      c20 = x.fma(b0, c20);
    }
    var least = FloatVector.broadcast(SPECIES, floor);
    c00.blend(least, c00.compare(VectorOperators.LE, least)).intoMemorySegment(c, cOff, ORDER);
    c10.blend(least, c10.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + ldc, ORDER);
    c20.blend(least, c20.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + 2 * ldc, ORDER);
  }

  private static void rows4(
      MemorySegment a,
      long aOff,
      long lda,
      MemorySegment b,
      long bOff,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth) {
    final long a1 = aOff + lda;
    final long a2 = aOff + 2 * lda;
    final long a3 = aOff + 3 * lda;
    var c00 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff, ORDER);
    var c10 = c00;
    var c20 = c00;
    var c30 = c00;
    for (int k = 0; k < depth; k++) {
      float x0 = a.get(FLOAT, aOff + (long) k * 4);
      float x1 = a.get(FLOAT, a1 + (long) k * 4);
      float x2 = a.get(FLOAT, a2 + (long) k * 4);
      float x3 = a.get(FLOAT, a3 + (long) k * 4);
      var b0 = FloatVector.fromMemorySegment(SPECIES, b, bOff + (long) k * PANEL, ORDER);
      var x = FloatVector.broadcast(SPECIES, x0);
      c00 = x.fma(b0, c00);
      x = FloatVector.broadcast(SPECIES, x1);
      c10 = x.fma(b0, c10);
      x = FloatVector.broadcast(SPECIES, x2);
      c20 = x.fma(b0, c20);
      x = FloatVector.broadcast(SPECIES, x3);
      c30 = x.fma(b0, c30);
    }
    var least = FloatVector.broadcast(SPECIES, floor);
    c00.blend(least, c00.compare(VectorOperators.LE, least)).intoMemorySegment(c, cOff, ORDER);
    c10.blend(least, c10.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + ldc, ORDER);
    c20.blend(least, c20.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + 2 * ldc, ORDER);
    c30.blend(least, c30.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + 3 * ldc, ORDER);
  }

  private static void rows5(
      MemorySegment a,
      long aOff,
      long lda,
      MemorySegment b,
      long bOff,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth) {
    final long a1 = aOff + lda;
    final long a2 = aOff + 2 * lda;
    final long a3 = aOff + 3 * lda;
    final long a4 = aOff + 4 * lda;
    var c00 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff, ORDER);
    var c10 = c00;
    var c20 = c00;
    var c30 = c00;
    var c40 = c00;
    for (int k = 0; k < depth; k++) {
      float x0 = a.get(FLOAT, aOff + (long) k * 4);
      float x1 = a.get(FLOAT, a1 + (long) k * 4);
      float x2 = a.get(FLOAT, a2 + (long) k * 4);
      float x3 = a.get(FLOAT, a3 + (long) k * 4);
      float x4 = a.get(FLOAT, a4 + (long) k * 4);
      var b0 = FloatVector.fromMemorySegment(SPECIES, b, bOff + (long) k * PANEL, ORDER);
      var x = FloatVector.broadcast(SPECIES, x0);
      c00 = x.fma(b0, c00);
      x = FloatVector.broadcast(SPECIES, x1);
      c10 = x.fma(b0, c10);
      x = FloatVector.broadcast(SPECIES, x2);
      c20 = x.fma(b0, c20);
      x = FloatVector.broadcast(SPECIES, x3);
      c30 = x.fma(b0, c30);
      x = FloatVector.broadcast(SPECIES, x4);
      c40 = x.fma(b0, c40);
    }
    var least = FloatVector.broadcast(SPECIES, floor);
    c00.blend(least, c00.compare(VectorOperators.LE, least)).intoMemorySegment(c, cOff, ORDER);
    c10.blend(least, c10.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + ldc, ORDER);
    c20.blend(least, c20.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + 2 * ldc, ORDER);
    c30.blend(least, c30.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + 3 * ldc, ORDER);
    c40.blend(least, c40.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + 4 * ldc, ORDER);
  }

  private static void rows6(
      MemorySegment a,
      long aOff,
      long lda,
      MemorySegment b,
      long bOff,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth) {
    final long a1 = aOff + lda;
    final long a2 = aOff + 2 * lda;
    final long a3 = aOff + 3 * lda;
    final long a4 = aOff + 4 * lda;
    final long a5 = aOff + 5 * lda;
    var c00 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff, ORDER);
    var c10 = c00;
    var c20 = c00;
    var c30 = c00;
    var c40 = c00;
    var c50 = c00;
    for (int k = 0; k < depth; k++) {
      float x0 = a.get(FLOAT, aOff + (long) k * 4);
      float x1 = a.get(FLOAT, a1 + (long) k * 4);
      float x2 = a.get(FLOAT, a2 + (long) k * 4);
      float x3 = a.get(FLOAT, a3 + (long) k * 4);
      float x4 = a.get(FLOAT, a4 + (long) k * 4);
      float x5 = a.get(FLOAT, a5 + (long) k * 4);
      var b0 = FloatVector.fromMemorySegment(SPECIES, b, bOff + (long) k * PANEL, ORDER);
      var x = FloatVector.broadcast(SPECIES, x0);
      c00 = x.fma(b0, c00);
      x = FloatVector.broadcast(SPECIES, x1);
      c10 = x.fma(b0, c10);
      x = FloatVector.broadcast(SPECIES, x2);
      c20 = x.fma(b0, c20);
      x = FloatVector.broadcast(SPECIES, x3);
      c30 = x.fma(b0, c30);
      x = FloatVector.broadcast(SPECIES, x4);
      c40 = x.fma(b0, c40);
      x = FloatVector.broadcast(SPECIES, x5);
      c50 = x.fma(b0, c50);
    }
    var least = FloatVector.broadcast(SPECIES, floor);
    c00.blend(least, c00.compare(VectorOperators.LE, least)).intoMemorySegment(c, cOff, ORDER);
    c10.blend(least, c10.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + ldc, ORDER);
    c20.blend(least, c20.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + 2 * ldc, ORDER);
    c30.blend(least, c30.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + 3 * ldc, ORDER);
    c40.blend(least, c40.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + 4 * ldc, ORDER);
    c50.blend(least, c50.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + 5 * ldc, ORDER);
  }

  private static void rows7(
      MemorySegment a,
      long aOff,
      long lda,
      MemorySegment b,
      long bOff,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth) {
    final long a1 = aOff + lda;
    final long a2 = aOff + 2 * lda;
    final long a3 = aOff + 3 * lda;
    final long a4 = aOff + 4 * lda;
    final long a5 = aOff + 5 * lda;
    final long a6 = aOff + 6 * lda;
    var c00 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff, ORDER);
    var c10 = c00;
    var c20 = c00;
    var c30 = c00;
    var c40 = c00;
    var c50 = c00;
    var c60 = c00;
    for (int k = 0; k < depth; k++) {
      float x0 = a.get(FLOAT, aOff + (long) k * 4);
      float x1 = a.get(FLOAT, a1 + (long) k * 4);
      float x2 = a.get(FLOAT, a2 + (long) k * 4);
      float x3 = a.get(FLOAT, a3 + (long) k * 4);
      float x4 = a.get(FLOAT, a4 + (long) k * 4);
      float x5 = a.get(FLOAT, a5 + (long) k * 4);
      float x6 = a.get(FLOAT, a6 + (long) k * 4);
      var b0 = FloatVector.fromMemorySegment(SPECIES, b, bOff + (long) k * PANEL, ORDER);
      var x = FloatVector.broadcast(SPECIES, x0);
      c00 = x.fma(b0, c00);
      x = FloatVector.broadcast(SPECIES, x1);
      c10 = x.fma(b0, c10);
      x = FloatVector.broadcast(SPECIES, x2);
      c20 = x.fma(b0, c20);
      x = FloatVector.broadcast(SPECIES, x3);
      c30 = x.fma(b0, c30);
      x = FloatVector.broadcast(SPECIES, x4);
      c40 = x.fma(b0, c40);
      x = FloatVector.broadcast(SPECIES, x5);
      c50 = x.fma(b0, c50);
      x = FloatVector.broadcast(SPECIES, x6);
      c60 = x.fma(b0, c60);
    }
    var least = FloatVector.broadcast(SPECIES, floor);
    c00.blend(least, c00.compare(VectorOperators.LE, least)).intoMemorySegment(c, cOff, ORDER);
    c10.blend(least, c10.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + ldc, ORDER);
    c20.blend(least, c20.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + 2 * ldc, ORDER);
    c30.blend(least, c30.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + 3 * ldc, ORDER);
    c40.blend(least, c40.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + 4 * ldc, ORDER);
    c50.blend(least, c50.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + 5 * ldc, ORDER);
    c60.blend(least, c60.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + 6 * ldc, ORDER);
  }
}
