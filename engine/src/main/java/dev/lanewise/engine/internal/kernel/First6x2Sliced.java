package dev.lanewise.engine.internal.kernel;

import static dev.lanewise.engine.internal.kernel.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * C = floor(bias + A · B) for 1 to 6 rows of two vectors, so many times, each vector from a slice
 * of its own, A read from a buffer of bytes. The loop counts bytes of A, of which an address in B
 * is made without an instruction; a test after each two rows, which never holds, keeps their loads
 * beside their multiply-adds, so that 16 registers are enough. Rows below each other share what is
 * done once a call, offsets in B are cut so that C2 knows their sign, and −0 is added to the floor,
 * which changes nothing, so that it is not made again for each vector. See {@link MatrixKernels}
 * for the panels; one method for each number of rows, since the accumulators must be locals to stay
 * in registers. Written by KernelWriter, beside the tests.
 */
final class First6x2Sliced {
  private static final VectorSpecies<Float> SPECIES = Lanes.species();
  private static final int VECTOR = SPECIES.vectorByteSize();
  private static final int LANES = SPECIES.length();

  private First6x2Sliced() {}

  static void run(
      int m,
      int times,
      ByteBuffer a,
      int aOff,
      int lda,
      MemorySegment b,
      long bOff,
      long slice,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth) {
    switch (m) {
      case 1 -> rows1(a, aOff, b, bOff, slice, bias, biasOff, floor, c, cOff, depth);
      case 2 ->
          rows2(times, a, aOff, lda, b, bOff, slice, bias, biasOff, floor, c, cOff, ldc, depth);
      case 3 ->
          rows3(times, a, aOff, lda, b, bOff, slice, bias, biasOff, floor, c, cOff, ldc, depth);
      case 4 ->
          rows4(times, a, aOff, lda, b, bOff, slice, bias, biasOff, floor, c, cOff, ldc, depth);
      case 5 ->
          rows5(times, a, aOff, lda, b, bOff, slice, bias, biasOff, floor, c, cOff, ldc, depth);
      case 6 ->
          rows6(times, a, aOff, lda, b, bOff, slice, bias, biasOff, floor, c, cOff, ldc, depth);
      default -> throw new AssertionError(m);
    }
  }

  private static void rows1(
      ByteBuffer a,
      int aOff,
      MemorySegment b,
      long bOff,
      long slice,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment c,
      long cOff,
      int depth) {
    Lanes.offHeap(b.isNative() && bias.isNative() && c.isNative());
    final long own = bOff & Lanes.OFFSETS;
    final long other = own + (slice & Lanes.OFFSETS);
    final int end = depth * 4;
    var c00 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff, ORDER);
    var c01 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff + VECTOR, ORDER);
    for (int at = 0; at < end; at += 4) {
      var b0 = FloatVector.fromMemorySegment(SPECIES, b, own + (long) at * LANES, ORDER);
      var b1 = FloatVector.fromMemorySegment(SPECIES, b, other + (long) at * LANES, ORDER);
      float x0 = a.getFloat(aOff + at);
      var x = FloatVector.broadcast(SPECIES, x0);
      c00 = x.fma(b0, c00);
      c01 = x.fma(b1, c01);
    }
    var least = FloatVector.broadcast(SPECIES, floor).add(FloatVector.broadcast(SPECIES, -0f));
    c00.blend(least, c00.compare(VectorOperators.LE, least)).intoMemorySegment(c, cOff, ORDER);
    c01.blend(least, c01.compare(VectorOperators.LE, least))
        .intoMemorySegment(c, cOff + VECTOR, ORDER);
  }

  private static void rows2(
      int times,
      ByteBuffer a,
      int aOff,
      int lda,
      MemorySegment b,
      long bOff,
      long slice,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth) {
    Lanes.offHeap(b.isNative() && bias.isNative() && c.isNative());
    final long own = bOff & Lanes.OFFSETS;
    final long other = own + (slice & Lanes.OFFSETS);
    final int end = depth * 4;
    int aRow = aOff;
    long cRow = cOff;
    for (int time = 0; time < times; time++) {
      final int a1 = aRow + lda;
      var c00 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff, ORDER);
      var c01 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff + VECTOR, ORDER);
      var c10 = c00;
      var c11 = c01;
      for (int at = 0; at < end; at += 4) {
        var b0 = FloatVector.fromMemorySegment(SPECIES, b, own + (long) at * LANES, ORDER);
        var b1 = FloatVector.fromMemorySegment(SPECIES, b, other + (long) at * LANES, ORDER);
        float x0 = a.getFloat(aRow + at);
        float x1 = a.getFloat(a1 + at);
        var x = FloatVector.broadcast(SPECIES, x0);
        c00 = x.fma(b0, c00);
        c01 = x.fma(b1, c01);
        x = FloatVector.broadcast(SPECIES, x1);
        c10 = x.fma(b0, c10);
        c11 = x.fma(b1, c11);
      }
      var least = FloatVector.broadcast(SPECIES, floor).add(FloatVector.broadcast(SPECIES, -0f));
      c00.blend(least, c00.compare(VectorOperators.LE, least)).intoMemorySegment(c, cRow, ORDER);
      c01.blend(least, c01.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + VECTOR, ORDER);
      c10.blend(least, c10.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + ldc, ORDER);
      c11.blend(least, c11.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + ldc + VECTOR, ORDER);
      aRow += 2 * lda;
      cRow += 2 * ldc;
    }
  }

  private static void rows3(
      int times,
      ByteBuffer a,
      int aOff,
      int lda,
      MemorySegment b,
      long bOff,
      long slice,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth) {
    Lanes.offHeap(b.isNative() && bias.isNative() && c.isNative());
    final long own = bOff & Lanes.OFFSETS;
    final long other = own + (slice & Lanes.OFFSETS);
    final int end = depth * 4;
    final int never2 = ~depth - 2;
    int aRow = aOff;
    long cRow = cOff;
    for (int time = 0; time < times; time++) {
      final int a1 = aRow + lda;
      final int a2 = aRow + 2 * lda;
      var c00 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff, ORDER);
      var c01 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff + VECTOR, ORDER);
      var c10 = c00;
      var c11 = c01;
      var c20 = c00;
      var c21 = c01;
      for (int at = 0; at < end; at += 4) {
        var b0 = FloatVector.fromMemorySegment(SPECIES, b, own + (long) at * LANES, ORDER);
        var b1 = FloatVector.fromMemorySegment(SPECIES, b, other + (long) at * LANES, ORDER);
        float x0 = a.getFloat(aRow + at);
        float x1 = a.getFloat(a1 + at);
        var x = FloatVector.broadcast(SPECIES, x0);
        c00 = x.fma(b0, c00);
        c01 = x.fma(b1, c01);
        x = FloatVector.broadcast(SPECIES, x1);
        c10 = x.fma(b0, c10);
        c11 = x.fma(b1, c11);
        if (at == never2) {
          break;
        }
        float x2 = a.getFloat(a2 + at);
        x = FloatVector.broadcast(SPECIES, x2);
        c20 = x.fma(b0, c20);
        c21 = x.fma(b1, c21);
      }
      var least = FloatVector.broadcast(SPECIES, floor).add(FloatVector.broadcast(SPECIES, -0f));
      c00.blend(least, c00.compare(VectorOperators.LE, least)).intoMemorySegment(c, cRow, ORDER);
      c01.blend(least, c01.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + VECTOR, ORDER);
      c10.blend(least, c10.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + ldc, ORDER);
      c11.blend(least, c11.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + ldc + VECTOR, ORDER);
      c20.blend(least, c20.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + 2 * ldc, ORDER);
      c21.blend(least, c21.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + 2 * ldc + VECTOR, ORDER);
      aRow += 3 * lda;
      cRow += 3 * ldc;
    }
  }

  private static void rows4(
      int times,
      ByteBuffer a,
      int aOff,
      int lda,
      MemorySegment b,
      long bOff,
      long slice,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth) {
    Lanes.offHeap(b.isNative() && bias.isNative() && c.isNative());
    final long own = bOff & Lanes.OFFSETS;
    final long other = own + (slice & Lanes.OFFSETS);
    final int end = depth * 4;
    final int never2 = ~depth - 2;
    int aRow = aOff;
    long cRow = cOff;
    for (int time = 0; time < times; time++) {
      final int a1 = aRow + lda;
      final int a2 = aRow + 2 * lda;
      final int a3 = aRow + 3 * lda;
      var c00 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff, ORDER);
      var c01 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff + VECTOR, ORDER);
      var c10 = c00;
      var c11 = c01;
      var c20 = c00;
      var c21 = c01;
      var c30 = c00;
      var c31 = c01;
      for (int at = 0; at < end; at += 4) {
        var b0 = FloatVector.fromMemorySegment(SPECIES, b, own + (long) at * LANES, ORDER);
        var b1 = FloatVector.fromMemorySegment(SPECIES, b, other + (long) at * LANES, ORDER);
        float x0 = a.getFloat(aRow + at);
        float x1 = a.getFloat(a1 + at);
        var x = FloatVector.broadcast(SPECIES, x0);
        c00 = x.fma(b0, c00);
        c01 = x.fma(b1, c01);
        x = FloatVector.broadcast(SPECIES, x1);
        c10 = x.fma(b0, c10);
        c11 = x.fma(b1, c11);
        if (at == never2) {
          break;
        }
        float x2 = a.getFloat(a2 + at);
        float x3 = a.getFloat(a3 + at);
        x = FloatVector.broadcast(SPECIES, x2);
        c20 = x.fma(b0, c20);
        c21 = x.fma(b1, c21);
        x = FloatVector.broadcast(SPECIES, x3);
        c30 = x.fma(b0, c30);
        c31 = x.fma(b1, c31);
      }
      var least = FloatVector.broadcast(SPECIES, floor).add(FloatVector.broadcast(SPECIES, -0f));
      c00.blend(least, c00.compare(VectorOperators.LE, least)).intoMemorySegment(c, cRow, ORDER);
      c01.blend(least, c01.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + VECTOR, ORDER);
      c10.blend(least, c10.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + ldc, ORDER);
      c11.blend(least, c11.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + ldc + VECTOR, ORDER);
      c20.blend(least, c20.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + 2 * ldc, ORDER);
      c21.blend(least, c21.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + 2 * ldc + VECTOR, ORDER);
      c30.blend(least, c30.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + 3 * ldc, ORDER);
      c31.blend(least, c31.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + 3 * ldc + VECTOR, ORDER);
      aRow += 4 * lda;
      cRow += 4 * ldc;
    }
  }

  private static void rows5(
      int times,
      ByteBuffer a,
      int aOff,
      int lda,
      MemorySegment b,
      long bOff,
      long slice,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth) {
    Lanes.offHeap(b.isNative() && bias.isNative() && c.isNative());
    final long own = bOff & Lanes.OFFSETS;
    final long other = own + (slice & Lanes.OFFSETS);
    final int end = depth * 4;
    final int never2 = ~depth - 2;
    final int never4 = ~depth - 4;
    int aRow = aOff;
    long cRow = cOff;
    for (int time = 0; time < times; time++) {
      final int a1 = aRow + lda;
      final int a2 = aRow + 2 * lda;
      final int a3 = aRow + 3 * lda;
      final int a4 = aRow + 4 * lda;
      var c00 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff, ORDER);
      var c01 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff + VECTOR, ORDER);
      var c10 = c00;
      var c11 = c01;
      var c20 = c00;
      var c21 = c01;
      var c30 = c00;
      var c31 = c01;
      var c40 = c00;
      var c41 = c01;
      for (int at = 0; at < end; at += 4) {
        var b0 = FloatVector.fromMemorySegment(SPECIES, b, own + (long) at * LANES, ORDER);
        var b1 = FloatVector.fromMemorySegment(SPECIES, b, other + (long) at * LANES, ORDER);
        float x0 = a.getFloat(aRow + at);
        float x1 = a.getFloat(a1 + at);
        var x = FloatVector.broadcast(SPECIES, x0);
        c00 = x.fma(b0, c00);
        c01 = x.fma(b1, c01);
        x = FloatVector.broadcast(SPECIES, x1);
        c10 = x.fma(b0, c10);
        c11 = x.fma(b1, c11);
        if (at == never2) {
          break;
        }
        float x2 = a.getFloat(a2 + at);
        float x3 = a.getFloat(a3 + at);
        x = FloatVector.broadcast(SPECIES, x2);
        c20 = x.fma(b0, c20);
        c21 = x.fma(b1, c21);
        x = FloatVector.broadcast(SPECIES, x3);
        c30 = x.fma(b0, c30);
        c31 = x.fma(b1, c31);
        if (at == never4) {
          break;
        }
        float x4 = a.getFloat(a4 + at);
        x = FloatVector.broadcast(SPECIES, x4);
        c40 = x.fma(b0, c40);
        c41 = x.fma(b1, c41);
      }
      var least = FloatVector.broadcast(SPECIES, floor).add(FloatVector.broadcast(SPECIES, -0f));
      c00.blend(least, c00.compare(VectorOperators.LE, least)).intoMemorySegment(c, cRow, ORDER);
      c01.blend(least, c01.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + VECTOR, ORDER);
      c10.blend(least, c10.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + ldc, ORDER);
      c11.blend(least, c11.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + ldc + VECTOR, ORDER);
      c20.blend(least, c20.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + 2 * ldc, ORDER);
      c21.blend(least, c21.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + 2 * ldc + VECTOR, ORDER);
      c30.blend(least, c30.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + 3 * ldc, ORDER);
      c31.blend(least, c31.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + 3 * ldc + VECTOR, ORDER);
      c40.blend(least, c40.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + 4 * ldc, ORDER);
      c41.blend(least, c41.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + 4 * ldc + VECTOR, ORDER);
      aRow += 5 * lda;
      cRow += 5 * ldc;
    }
  }

  private static void rows6(
      int times,
      ByteBuffer a,
      int aOff,
      int lda,
      MemorySegment b,
      long bOff,
      long slice,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth) {
    Lanes.offHeap(b.isNative() && bias.isNative() && c.isNative());
    final long own = bOff & Lanes.OFFSETS;
    final long other = own + (slice & Lanes.OFFSETS);
    final int end = depth * 4;
    final int never2 = ~depth - 2;
    final int never4 = ~depth - 4;
    int aRow = aOff;
    long cRow = cOff;
    for (int time = 0; time < times; time++) {
      final int a1 = aRow + lda;
      final int a2 = aRow + 2 * lda;
      final int a3 = aRow + 3 * lda;
      final int a4 = aRow + 4 * lda;
      final int a5 = aRow + 5 * lda;
      var c00 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff, ORDER);
      var c01 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff + VECTOR, ORDER);
      var c10 = c00;
      var c11 = c01;
      var c20 = c00;
      var c21 = c01;
      var c30 = c00;
      var c31 = c01;
      var c40 = c00;
      var c41 = c01;
      var c50 = c00;
      var c51 = c01;
      for (int at = 0; at < end; at += 4) {
        var b0 = FloatVector.fromMemorySegment(SPECIES, b, own + (long) at * LANES, ORDER);
        var b1 = FloatVector.fromMemorySegment(SPECIES, b, other + (long) at * LANES, ORDER);
        float x0 = a.getFloat(aRow + at);
        float x1 = a.getFloat(a1 + at);
        var x = FloatVector.broadcast(SPECIES, x0);
        c00 = x.fma(b0, c00);
        c01 = x.fma(b1, c01);
        x = FloatVector.broadcast(SPECIES, x1);
        c10 = x.fma(b0, c10);
        c11 = x.fma(b1, c11);
        if (at == never2) {
          break;
        }
        float x2 = a.getFloat(a2 + at);
        float x3 = a.getFloat(a3 + at);
        x = FloatVector.broadcast(SPECIES, x2);
        c20 = x.fma(b0, c20);
        c21 = x.fma(b1, c21);
        x = FloatVector.broadcast(SPECIES, x3);
        c30 = x.fma(b0, c30);
        c31 = x.fma(b1, c31);
        if (at == never4) {
          break;
        }
        float x4 = a.getFloat(a4 + at);
        float x5 = a.getFloat(a5 + at);
        x = FloatVector.broadcast(SPECIES, x4);
        c40 = x.fma(b0, c40);
        c41 = x.fma(b1, c41);
        x = FloatVector.broadcast(SPECIES, x5);
        c50 = x.fma(b0, c50);
        c51 = x.fma(b1, c51);
      }
      var least = FloatVector.broadcast(SPECIES, floor).add(FloatVector.broadcast(SPECIES, -0f));
      c00.blend(least, c00.compare(VectorOperators.LE, least)).intoMemorySegment(c, cRow, ORDER);
      c01.blend(least, c01.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + VECTOR, ORDER);
      c10.blend(least, c10.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + ldc, ORDER);
      c11.blend(least, c11.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + ldc + VECTOR, ORDER);
      c20.blend(least, c20.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + 2 * ldc, ORDER);
      c21.blend(least, c21.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + 2 * ldc + VECTOR, ORDER);
      c30.blend(least, c30.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + 3 * ldc, ORDER);
      c31.blend(least, c31.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + 3 * ldc + VECTOR, ORDER);
      c40.blend(least, c40.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + 4 * ldc, ORDER);
      c41.blend(least, c41.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + 4 * ldc + VECTOR, ORDER);
      c50.blend(least, c50.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + 5 * ldc, ORDER);
      c51.blend(least, c51.compare(VectorOperators.LE, least))
          .intoMemorySegment(c, cRow + 5 * ldc + VECTOR, ORDER);
      aRow += 6 * lda;
      cRow += 6 * ldc;
    }
  }
}
