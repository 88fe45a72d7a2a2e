package dev.lanewise.engine.internal.kernel;

import static dev.lanewise.engine.internal.kernel.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import java.nio.FloatBuffer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * C = floor(bias + A · B) for 1 to 9 rows of one vector, A read from a buffer. See {@link
 * MatrixKernels} for the panels; one method for each number of rows, since the accumulators must be
 * locals to stay in registers. Written by KernelWriter, beside the tests.
 */
final class First9x1Buffered {
  private static final VectorSpecies<Float> SPECIES = Lanes.species();
  private static final int PANEL = SPECIES.vectorByteSize();

  private First9x1Buffered() {}

  static void run(
      int m,
      FloatBuffer a,
      int aOff,
      int lda,
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
      case 8 -> rows8(a, aOff, lda, b, bOff, bias, biasOff, floor, c, cOff, ldc, depth);
      case 9 -> rows9(a, aOff, lda, b, bOff, bias, biasOff, floor, c, cOff, ldc, depth);
      default -> throw new AssertionError(m);
    }
  }

  private static void rows1(
      FloatBuffer a,
      int aOff,
      MemorySegment b,
      long bOff,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment c,
      long cOff,
      int depth) {
    Lanes.offHeap(b.isNative() && bias.isNative() && c.isNative());
    var c00 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff, ORDER);
    for (int k = 0; k < depth; k++) {
      float x0 = a.get(aOff + k);
      var b0 = FloatVector.fromMemorySegment(SPECIES, b, bOff + (long) k * PANEL, ORDER);
      var x = FloatVector.broadcast(SPECIES, x0);
      c00 = x.fma(b0, c00);
    }
    var least = FloatVector.broadcast(SPECIES, floor);
    c00.blend(least, c00.compare(VectorOperators.LE, least)).intoMemorySegment(c, cOff, ORDER);
  }

  private static void rows2(
      FloatBuffer a,
      int aOff,
      int lda,
      MemorySegment b,
      long bOff,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth) {
    Lanes.offHeap(b.isNative() && bias.isNative() && c.isNative());
    final int a1 = aOff + lda;
    var c00 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff, ORDER);
    var c10 = c00;
    for (int k = 0; k < depth; k++) {
      float x0 = a.get(aOff + k);
      float x1 = a.get(a1 + k);
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
      FloatBuffer a,
      int aOff,
      int lda,
      MemorySegment b,
      long bOff,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth) {
    Lanes.offHeap(b.isNative() && bias.isNative() && c.isNative());
    final int a1 = aOff + lda;
    final int a2 = aOff + 2 * lda;
    var c00 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff, ORDER);
    var c10 = c00;
    var c20 = c00;
    for (int k = 0; k < depth; k++) {
      float x0 = a.get(aOff + k);
      float x1 = a.get(a1 + k);
      float x2 = a.get(a2 + k);
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
      FloatBuffer a,
      int aOff,
      int lda,
      MemorySegment b,
      long bOff,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth) {
    Lanes.offHeap(b.isNative() && bias.isNative() && c.isNative());
    final int a1 = aOff + lda;
    final int a2 = aOff + 2 * lda;
    final int a3 = aOff + 3 * lda;
    var c00 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff, ORDER);
    var c10 = c00;
    var c20 = c00;
    var c30 = c00;
    for (int k = 0; k < depth; k++) {
      float x0 = a.get(aOff + k);
      float x1 = a.get(a1 + k);
      float x2 = a.get(a2 + k);
      float x3 = a.get(a3 + k);
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
      FloatBuffer a,
      int aOff,
      int lda,
      MemorySegment b,
      long bOff,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth) {
    Lanes.offHeap(b.isNative() && bias.isNative() && c.isNative());
    final int a1 = aOff + lda;
    final int a2 = aOff + 2 * lda;
    final int a3 = aOff + 3 * lda;
    final int a4 = aOff + 4 * lda;
    var c00 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff, ORDER);
    var c10 = c00;
    var c20 = c00;
    var c30 = c00;
    var c40 = c00;
    for (int k = 0; k < depth; k++) {
      float x0 = a.get(aOff + k);
      float x1 = a.get(a1 + k);
      float x2 = a.get(a2 + k);
      float x3 = a.get(a3 + k);
      float x4 = a.get(a4 + k);
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
      FloatBuffer a,
      int aOff,
      int lda,
      MemorySegment b,
      long bOff,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth) {
    Lanes.offHeap(b.isNative() && bias.isNative() && c.isNative());
    final int a1 = aOff + lda;
    final int a2 = aOff + 2 * lda;
    final int a3 = aOff + 3 * lda;
    final int a4 = aOff + 4 * lda;
    final int a5 = aOff + 5 * lda;
    var c00 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff, ORDER);
    var c10 = c00;
    var c20 = c00;
    var c30 = c00;
    var c40 = c00;
    var c50 = c00;
    for (int k = 0; k < depth; k++) {
      float x0 = a.get(aOff + k);
      float x1 = a.get(a1 + k);
      float x2 = a.get(a2 + k);
      float x3 = a.get(a3 + k);
      float x4 = a.get(a4 + k);
      float x5 = a.get(a5 + k);
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
      FloatBuffer a,
      int aOff,
      int lda,
      MemorySegment b,
      long bOff,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth) {
    Lanes.offHeap(b.isNative() && bias.isNative() && c.isNative());
    final int a1 = aOff + lda;
    final int a2 = aOff + 2 * lda;
    final int a3 = aOff + 3 * lda;
    final int a4 = aOff + 4 * lda;
    final int a5 = aOff + 5 * lda;
    final int a6 = aOff + 6 * lda;
    var c00 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff, ORDER);
    var c10 = c00;
    var c20 = c00;
    var c30 = c00;
    var c40 = c00;
    var c50 = c00;
    var c60 = c00;
    for (int k = 0; k < depth; k++) {
      float x0 = a.get(aOff + k);
      float x1 = a.get(a1 + k);
      float x2 = a.get(a2 + k);
      float x3 = a.get(a3 + k);
      float x4 = a.get(a4 + k);
      float x5 = a.get(a5 + k);
      float x6 = a.get(a6 + k);
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

  private static void rows8(
      FloatBuffer a,
      int aOff,
      int lda,
      MemorySegment b,
      long bOff,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth) {
    Lanes.offHeap(b.isNative() && bias.isNative() && c.isNative());
    final int a1 = aOff + lda;
    final int a2 = aOff + 2 * lda;
    final int a3 = aOff + 3 * lda;
    final int a4 = aOff + 4 * lda;
    final int a5 = aOff + 5 * lda;
    final int a6 = aOff + 6 * lda;
    final int a7 = aOff + 7 * lda;
    var c00 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff, ORDER);
    var c10 = c00;
    var c20 = c00;
    var c30 = c00;
    var c40 = c00;
    var c50 = c00;
    var c60 = c00;
    var c70 = c00;
    for (int k = 0; k < depth; k++) {
      float x0 = a.get(aOff + k);
      float x1 = a.get(a1 + k);
      float x2 = a.get(a2 + k);
      float x3 = a.get(a3 + k);
      float x4 = a.get(a4 + k);
      float x5 = a.get(a5 + k);
      float x6 = a.get(a6 + k);
      float x7 = a.get(a7 + k);
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
      x = FloatVector.broadcast(SPECIES, x7);
      c70 = x.fma(b0, c70);
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
    c70.blend(least, c70.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + 7 * ldc, ORDER);
  }

  private static void rows9(
      FloatBuffer a,
      int aOff,
      int lda,
      MemorySegment b,
      long bOff,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth) {
    Lanes.offHeap(b.isNative() && bias.isNative() && c.isNative());
    final int a1 = aOff + lda;
    final int a2 = aOff + 2 * lda;
    final int a3 = aOff + 3 * lda;
    final int a4 = aOff + 4 * lda;
    final int a5 = aOff + 5 * lda;
    final int a6 = aOff + 6 * lda;
    final int a7 = aOff + 7 * lda;
    final int a8 = aOff + 8 * lda;
    var c00 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff, ORDER);
    var c10 = c00;
    var c20 = c00;
    var c30 = c00;
    var c40 = c00;
    var c50 = c00;
    var c60 = c00;
    var c70 = c00;
    var c80 = c00;
    for (int k = 0; k < depth; k++) {
      float x0 = a.get(aOff + k);
      float x1 = a.get(a1 + k);
      float x2 = a.get(a2 + k);
      float x3 = a.get(a3 + k);
      float x4 = a.get(a4 + k);
      float x5 = a.get(a5 + k);
      float x6 = a.get(a6 + k);
      float x7 = a.get(a7 + k);
      float x8 = a.get(a8 + k);
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
      x = FloatVector.broadcast(SPECIES, x7);
      c70 = x.fma(b0, c70);
      x = FloatVector.broadcast(SPECIES, x8);
      c80 = x.fma(b0, c80);
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
    c70.blend(least, c70.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + 7 * ldc, ORDER);
    c80.blend(least, c80.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + 8 * ldc, ORDER);
  }
}
