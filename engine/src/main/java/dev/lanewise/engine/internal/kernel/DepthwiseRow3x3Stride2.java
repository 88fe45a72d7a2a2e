package dev.lanewise.engine.internal.kernel;

import static dev.lanewise.engine.internal.kernel.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Some rows of taps of a depthwise convolution over 3×3 windows, 2 pixels apart. See {@link
 * WindowKernels} for the operands. Written by WindowWriter, beside the tests.
 */
final class DepthwiseRow3x3Stride2 {
  private static final VectorSpecies<Float> SPECIES = Lanes.species();
  private static final int LANES = SPECIES.length();

  private DepthwiseRow3x3Stride2() {}

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
    boolean r1 = top <= 1 && bottom > 1;
    final long s1 = r1 ? pixel : 0;
    final long a1 = r1 ? at + row : outside;
    final long a10 = left <= 0 && right > 0 ? a1 : outside;
    boolean r2 = top <= 2 && bottom > 2;
    final long s2 = r2 ? pixel : 0;
    final long a2 = r2 ? at + 2 * row : outside;
    final long a20 = left <= 0 && right > 0 ? a2 : outside;
    var least = FloatVector.broadcast(SPECIES, floor);
    for (int i = 0; i < channels; i += LANES) {
      final long c = (long) i * 4;
      var w00 = FloatVector.fromMemorySegment(SPECIES, w, wOff + c, ORDER);
      var w01 = FloatVector.fromMemorySegment(SPECIES, w, wOff + tap + c, ORDER);
      var w02 = FloatVector.fromMemorySegment(SPECIES, w, wOff + 2 * tap + c, ORDER);
      var x00 = FloatVector.fromMemorySegment(SPECIES, memory, a00 + c, ORDER);
      long p0 = a0 + s0 + c;
      var w10 = FloatVector.fromMemorySegment(SPECIES, w, wOff + 3 * tap + c, ORDER);
      var w11 = FloatVector.fromMemorySegment(SPECIES, w, wOff + 4 * tap + c, ORDER);
      var w12 = FloatVector.fromMemorySegment(SPECIES, w, wOff + 5 * tap + c, ORDER);
      var x10 = FloatVector.fromMemorySegment(SPECIES, memory, a10 + c, ORDER);
      long p1 = a1 + s1 + c;
      var w20 = FloatVector.fromMemorySegment(SPECIES, w, wOff + 6 * tap + c, ORDER);
      var w21 = FloatVector.fromMemorySegment(SPECIES, w, wOff + 7 * tap + c, ORDER);
      var w22 = FloatVector.fromMemorySegment(SPECIES, w, wOff + 8 * tap + c, ORDER);
      var x20 = FloatVector.fromMemorySegment(SPECIES, memory, a20 + c, ORDER);
      long p2 = a2 + s2 + c;
      long from = startOff + c;
      long to = y + c;
      for (int ow = 0; ow < width; ow++) {
        var sum = FloatVector.fromMemorySegment(SPECIES, start, from, ORDER);
        boolean in1 = left <= ow * 2 + 1 && right > ow * 2 + 1;
        boolean in2 = left <= ow * 2 + 2 && right > ow * 2 + 2;
        var x01 = FloatVector.fromMemorySegment(SPECIES, memory, in1 ? p0 : outside + c, ORDER);
        var x02 =
            FloatVector.fromMemorySegment(SPECIES, memory, in2 ? p0 + s0 : outside + c, ORDER);
        var x11 = FloatVector.fromMemorySegment(SPECIES, memory, in1 ? p1 : outside + c, ORDER);
        var x12 =
            FloatVector.fromMemorySegment(SPECIES, memory, in2 ? p1 + s1 : outside + c, ORDER);
        var x21 = FloatVector.fromMemorySegment(SPECIES, memory, in1 ? p2 : outside + c, ORDER);
        var x22 =
            FloatVector.fromMemorySegment(SPECIES, memory, in2 ? p2 + s2 : outside + c, ORDER);
        sum = x00.fma(w00, sum);
        sum = x01.fma(w01, sum);
        sum = x02.fma(w02, sum);
        sum = x10.fma(w10, sum);
        sum = x11.fma(w11, sum);
        sum = x12.fma(w12, sum);
        sum = x20.fma(w20, sum);
        sum = x21.fma(w21, sum);
        sum = x22.fma(w22, sum);
        sum.blend(least, sum.compare(VectorOperators.LE, least))
            .intoMemorySegment(memory, to, ORDER);
        x00 = x02;
        p0 += 2 * s0;
        x10 = x12;
        p1 += 2 * s1;
        x20 = x22;
        p2 += 2 * s2;
        from += startPixel;
        to += yPixel;
      }
    }
  }
}
