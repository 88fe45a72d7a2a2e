package dev.lanewise.engine.internal.kernel;

import static dev.lanewise.engine.internal.kernel.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * 3 rows of a depthwise convolution over 3×3 windows, a vector of channels after the other. See
 * {@link WindowKernels} for the operands. Written by WindowWriter, beside the tests.
 */
final class Depthwise3Rows3x3Stride1 {
  private static final VectorSpecies<Float> SPECIES = Lanes.species();
  private static final int LANES = SPECIES.length();

  private Depthwise3Rows3x3Stride1() {}

  static void run(
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
      MemorySegment bias,
      float floor,
      long y,
      long yRow,
      long yPixel,
      int width,
      int channels) {
    Lanes.offHeap(memory.isNative() && w.isNative() && bias.isNative());

    final long tap = channels * 4L;
    // A row outside is one pixel, again and again.
    boolean in0 = top <= 0 && bottom > 0;
    final long s0 = in0 ? pixel : 0;
    final long r0 = in0 ? at : outside;
    final long a0 = left > 0 ? outside : r0;
    final long b0 = left > 0 ? r0 : r0 + s0;
    boolean in1 = top <= 1 && bottom > 1;
    final long s1 = in1 ? pixel : 0;
    final long r1 = in1 ? at + row : outside;
    final long a1 = left > 0 ? outside : r1;
    final long b1 = left > 0 ? r1 : r1 + s1;
    boolean in2 = top <= 2 && bottom > 2;
    final long s2 = in2 ? pixel : 0;
    final long r2 = in2 ? at + 2 * row : outside;
    final long a2 = left > 0 ? outside : r2;
    final long b2 = left > 0 ? r2 : r2 + s2;
    boolean in3 = top <= 3 && bottom > 3;
    final long s3 = in3 ? pixel : 0;
    final long r3 = in3 ? at + 3 * row : outside;
    final long a3 = left > 0 ? outside : r3;
    final long b3 = left > 0 ? r3 : r3 + s3;
    boolean in4 = top <= 4 && bottom > 4;
    final long s4 = in4 ? pixel : 0;
    final long r4 = in4 ? at + 4 * row : outside;
    final long a4 = left > 0 ? outside : r4;
    final long b4 = left > 0 ? r4 : r4 + s4;
    var least = FloatVector.broadcast(SPECIES, floor);
    for (int i = 0; i < channels; i += LANES) {
      final long c = (long) i * 4;
      var start = FloatVector.fromMemorySegment(SPECIES, bias, c, ORDER);
      var w00 = FloatVector.fromMemorySegment(SPECIES, w, c, ORDER);
      var w01 = FloatVector.fromMemorySegment(SPECIES, w, tap + c, ORDER);
      var w02 = FloatVector.fromMemorySegment(SPECIES, w, 2 * tap + c, ORDER);
      var w10 = FloatVector.fromMemorySegment(SPECIES, w, 3 * tap + c, ORDER);
      var w11 = FloatVector.fromMemorySegment(SPECIES, w, 4 * tap + c, ORDER);
      var w12 = FloatVector.fromMemorySegment(SPECIES, w, 5 * tap + c, ORDER);
      var w20 = FloatVector.fromMemorySegment(SPECIES, w, 6 * tap + c, ORDER);
      var w21 = FloatVector.fromMemorySegment(SPECIES, w, 7 * tap + c, ORDER);
      var w22 = FloatVector.fromMemorySegment(SPECIES, w, 8 * tap + c, ORDER);
      var x00 = FloatVector.fromMemorySegment(SPECIES, memory, a0 + c, ORDER);
      var x01 = FloatVector.fromMemorySegment(SPECIES, memory, b0 + c, ORDER);
      long p0 = b0 + s0 + c;
      var x10 = FloatVector.fromMemorySegment(SPECIES, memory, a1 + c, ORDER);
      var x11 = FloatVector.fromMemorySegment(SPECIES, memory, b1 + c, ORDER);
      long p1 = b1 + s1 + c;
      var x20 = FloatVector.fromMemorySegment(SPECIES, memory, a2 + c, ORDER);
      var x21 = FloatVector.fromMemorySegment(SPECIES, memory, b2 + c, ORDER);
      long p2 = b2 + s2 + c;
      var x30 = FloatVector.fromMemorySegment(SPECIES, memory, a3 + c, ORDER);
      var x31 = FloatVector.fromMemorySegment(SPECIES, memory, b3 + c, ORDER);
      long p3 = b3 + s3 + c;
      var x40 = FloatVector.fromMemorySegment(SPECIES, memory, a4 + c, ORDER);
      var x41 = FloatVector.fromMemorySegment(SPECIES, memory, b4 + c, ORDER);
      long p4 = b4 + s4 + c;
      long to = y + c;
      for (int ow = 0; ow < width; ow++) {
        boolean inside = ow + 2 < right;
        var x02 = FloatVector.fromMemorySegment(SPECIES, memory, inside ? p0 : outside + c, ORDER);
        var x12 = FloatVector.fromMemorySegment(SPECIES, memory, inside ? p1 : outside + c, ORDER);
        var x22 = FloatVector.fromMemorySegment(SPECIES, memory, inside ? p2 : outside + c, ORDER);
        var x32 = FloatVector.fromMemorySegment(SPECIES, memory, inside ? p3 : outside + c, ORDER);
        var x42 = FloatVector.fromMemorySegment(SPECIES, memory, inside ? p4 : outside + c, ORDER);
        var sum0 = start;
        var sum1 = start;
        var sum2 = start;
        sum0 = x00.fma(w00, sum0);
        sum1 = x10.fma(w00, sum1);
        sum2 = x20.fma(w00, sum2);
        sum0 = x01.fma(w01, sum0);
        sum1 = x11.fma(w01, sum1);
        sum2 = x21.fma(w01, sum2);
        sum0 = x02.fma(w02, sum0);
        sum1 = x12.fma(w02, sum1);
        sum2 = x22.fma(w02, sum2);
        sum0 = x10.fma(w10, sum0);
        sum1 = x20.fma(w10, sum1);
        sum2 = x30.fma(w10, sum2);
        sum0 = x11.fma(w11, sum0);
        sum1 = x21.fma(w11, sum1);
        sum2 = x31.fma(w11, sum2);
        sum0 = x12.fma(w12, sum0);
        sum1 = x22.fma(w12, sum1);
        sum2 = x32.fma(w12, sum2);
        sum0 = x20.fma(w20, sum0);
        sum1 = x30.fma(w20, sum1);
        sum2 = x40.fma(w20, sum2);
        sum0 = x21.fma(w21, sum0);
        sum1 = x31.fma(w21, sum1);
        sum2 = x41.fma(w21, sum2);
        sum0 = x22.fma(w22, sum0);
        sum1 = x32.fma(w22, sum1);
        sum2 = x42.fma(w22, sum2);
        sum0.blend(least, sum0.compare(VectorOperators.LE, least))
            .intoMemorySegment(memory, to, ORDER);
        sum1.blend(least, sum1.compare(VectorOperators.LE, least))
            .intoMemorySegment(memory, to + yRow, ORDER);
        sum2.blend(least, sum2.compare(VectorOperators.LE, least))
            .intoMemorySegment(memory, to + 2 * yRow, ORDER);
        x00 = x01;
        x01 = x02;
        p0 += s0;
        x10 = x11;
        x11 = x12;
        p1 += s1;
        x20 = x21;
        x21 = x22;
        p2 += s2;
        x30 = x31;
        x31 = x32;
        p3 += s3;
        x40 = x41;
        x41 = x42;
        p4 += s4;
        to += yPixel;
      }
    }
  }
}
