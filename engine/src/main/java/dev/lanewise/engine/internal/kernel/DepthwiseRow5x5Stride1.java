package dev.lanewise.engine.internal.kernel;

import static dev.lanewise.engine.internal.kernel.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Some rows of taps of a depthwise convolution over 5×5 windows, 1 pixel apart. See {@link
 * WindowKernels} for the operands. Written by WindowWriter, beside the tests.
 */
final class DepthwiseRow5x5Stride1 {
  private static final VectorSpecies<Float> SPECIES = Lanes.species();
  private static final int LANES = SPECIES.length();

  private DepthwiseRow5x5Stride1() {}

  static void next(
      MemorySegment memory,
      long at,
      long row,
      long pixel,
      int top,
      int bottom,
      int left,
      int right,
      long outside,
      MemorySegment w,
      long wOff,
      MemorySegment start,
      long startOff,
      long startPixel,
      long y,
      long yPixel,
      int width,
      int channels) {
    Lanes.offHeap(memory.isNative() && w.isNative() && start.isNative());

    final long tap = channels * 4L;
    boolean r0 = top <= 0 && bottom > 0;
    final long s0 = r0 ? pixel : 0;
    final long a0 = r0 ? at : outside;
    final long a00 = left <= 0 && right > 0 ? a0 : outside;
    final long a01 = left <= 1 && right > 1 ? a0 + s0 : outside;
    final long a02 = left <= 2 && right > 2 ? a0 + 2 * s0 : outside;
    final long a03 = left <= 3 && right > 3 ? a0 + 3 * s0 : outside;
    boolean r1 = top <= 1 && bottom > 1;
    final long s1 = r1 ? pixel : 0;
    final long a1 = r1 ? at + row : outside;
    final long a10 = left <= 0 && right > 0 ? a1 : outside;
    final long a11 = left <= 1 && right > 1 ? a1 + s1 : outside;
    final long a12 = left <= 2 && right > 2 ? a1 + 2 * s1 : outside;
    final long a13 = left <= 3 && right > 3 ? a1 + 3 * s1 : outside;
    for (int i = 0; i < channels; i += LANES) {
      final long c = (long) i * 4;
      var w00 = FloatVector.fromMemorySegment(SPECIES, w, wOff + c, ORDER);
      var w01 = FloatVector.fromMemorySegment(SPECIES, w, wOff + tap + c, ORDER);
      var w02 = FloatVector.fromMemorySegment(SPECIES, w, wOff + 2 * tap + c, ORDER);
      var w03 = FloatVector.fromMemorySegment(SPECIES, w, wOff + 3 * tap + c, ORDER);
      var w04 = FloatVector.fromMemorySegment(SPECIES, w, wOff + 4 * tap + c, ORDER);
      var x00 = FloatVector.fromMemorySegment(SPECIES, memory, a00 + c, ORDER);
      var x01 = FloatVector.fromMemorySegment(SPECIES, memory, a01 + c, ORDER);
      var x02 = FloatVector.fromMemorySegment(SPECIES, memory, a02 + c, ORDER);
      var x03 = FloatVector.fromMemorySegment(SPECIES, memory, a03 + c, ORDER);
      long p0 = a0 + 4 * s0 + c;
      var w10 = FloatVector.fromMemorySegment(SPECIES, w, wOff + 5 * tap + c, ORDER);
      var w11 = FloatVector.fromMemorySegment(SPECIES, w, wOff + 6 * tap + c, ORDER);
      var w12 = FloatVector.fromMemorySegment(SPECIES, w, wOff + 7 * tap + c, ORDER);
      var w13 = FloatVector.fromMemorySegment(SPECIES, w, wOff + 8 * tap + c, ORDER);
      var w14 = FloatVector.fromMemorySegment(SPECIES, w, wOff + 9 * tap + c, ORDER);
      var x10 = FloatVector.fromMemorySegment(SPECIES, memory, a10 + c, ORDER);
      var x11 = FloatVector.fromMemorySegment(SPECIES, memory, a11 + c, ORDER);
      var x12 = FloatVector.fromMemorySegment(SPECIES, memory, a12 + c, ORDER);
      var x13 = FloatVector.fromMemorySegment(SPECIES, memory, a13 + c, ORDER);
      long p1 = a1 + 4 * s1 + c;
      long from = startOff + c;
      long to = y + c;
      for (int ow = 0; ow < width; ow++) {
        var sum = FloatVector.fromMemorySegment(SPECIES, start, from, ORDER);
        boolean in4 = left <= ow + 4 && right > ow + 4;
        var x04 = FloatVector.fromMemorySegment(SPECIES, memory, in4 ? p0 : outside + c, ORDER);
        var x14 = FloatVector.fromMemorySegment(SPECIES, memory, in4 ? p1 : outside + c, ORDER);
        sum = x00.fma(w00, sum);
        sum = x01.fma(w01, sum);
        sum = x02.fma(w02, sum);
        sum = x03.fma(w03, sum);
        sum = x04.fma(w04, sum);
        sum = x10.fma(w10, sum);
        sum = x11.fma(w11, sum);
        sum = x12.fma(w12, sum);
        sum = x13.fma(w13, sum);
        sum = x14.fma(w14, sum);
        sum.intoMemorySegment(memory, to, ORDER);
        x00 = x01;
        x01 = x02;
        x02 = x03;
        x03 = x04;
        p0 += s0;
        x10 = x11;
        x11 = x12;
        x12 = x13;
        x13 = x14;
        p1 += s1;
        from += startPixel;
        to += yPixel;
      }
    }
  }

  static void last(
      MemorySegment memory,
      long at,
      long row,
      long pixel,
      int top,
      int bottom,
      int left,
      int right,
      long outside,
      MemorySegment w,
      long wOff,
      MemorySegment start,
      long startOff,
      long startPixel,
      float floor,
      long y,
      long yPixel,
      int width,
      int channels) {
    Lanes.offHeap(memory.isNative() && w.isNative() && start.isNative());

    final long tap = channels * 4L;
    boolean r0 = top <= 0 && bottom > 0;
    final long s0 = r0 ? pixel : 0;
    final long a0 = r0 ? at : outside;
    final long a00 = left <= 0 && right > 0 ? a0 : outside;
    final long a01 = left <= 1 && right > 1 ? a0 + s0 : outside;
    final long a02 = left <= 2 && right > 2 ? a0 + 2 * s0 : outside;
    final long a03 = left <= 3 && right > 3 ? a0 + 3 * s0 : outside;
    var least = FloatVector.broadcast(SPECIES, floor);
    for (int i = 0; i < channels; i += LANES) {
      final long c = (long) i * 4;
      var w00 = FloatVector.fromMemorySegment(SPECIES, w, wOff + c, ORDER);
      var w01 = FloatVector.fromMemorySegment(SPECIES, w, wOff + tap + c, ORDER);
      var w02 = FloatVector.fromMemorySegment(SPECIES, w, wOff + 2 * tap + c, ORDER);
      var w03 = FloatVector.fromMemorySegment(SPECIES, w, wOff + 3 * tap + c, ORDER);
      var w04 = FloatVector.fromMemorySegment(SPECIES, w, wOff + 4 * tap + c, ORDER);
      var x00 = FloatVector.fromMemorySegment(SPECIES, memory, a00 + c, ORDER);
      var x01 = FloatVector.fromMemorySegment(SPECIES, memory, a01 + c, ORDER);
      var x02 = FloatVector.fromMemorySegment(SPECIES, memory, a02 + c, ORDER);
      var x03 = FloatVector.fromMemorySegment(SPECIES, memory, a03 + c, ORDER);
      long p0 = a0 + 4 * s0 + c;
      long from = startOff + c;
      long to = y + c;
      for (int ow = 0; ow < width; ow++) {
        var sum = FloatVector.fromMemorySegment(SPECIES, start, from, ORDER);
        boolean in4 = left <= ow + 4 && right > ow + 4;
        var x04 = FloatVector.fromMemorySegment(SPECIES, memory, in4 ? p0 : outside + c, ORDER);
        sum = x00.fma(w00, sum);
        sum = x01.fma(w01, sum);
        sum = x02.fma(w02, sum);
        sum = x03.fma(w03, sum);
        sum = x04.fma(w04, sum);
        sum.blend(least, sum.compare(VectorOperators.LE, least))
            .intoMemorySegment(memory, to, ORDER);
        x00 = x01;
        x01 = x02;
        x02 = x03;
        x03 = x04;
        p0 += s0;
        from += startPixel;
        to += yPixel;
      }
    }
  }
}
