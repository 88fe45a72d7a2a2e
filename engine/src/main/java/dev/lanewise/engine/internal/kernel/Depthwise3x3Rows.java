package dev.lanewise.engine.internal.kernel;

import static dev.lanewise.engine.internal.kernel.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Two rows of a depthwise convolution over 3×3 windows one pixel apart, a vector of channels after
 * the other. The weights stay in registers, and so do the pixels under the windows: each step loads
 * one new column.
 *
 * <pre>
 *   x00 x01 x02 →
 *   x10 x11 x12 →     rows 0 to 2 give a pixel of the first row of the output,
 *   x20 x21 x22 →     rows 1 to 3 one of the second
 *   x30 x31 x32 →
 * </pre>
 *
 * See {@link WindowKernels#depthwiseRows} for the operands.
 */
final class Depthwise3x3Rows {
  private static final VectorSpecies<Float> SPECIES = Lanes.species();
  private static final int LANES = SPECIES.length();

  private Depthwise3x3Rows() {}

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
    final long tap = channels * 4L;
    // A row outside is one pixel, again and again.
    boolean in0 = top <= 0 && bottom > 0;
    final long s0 = in0 ? pixel : 0;
    final long r0 = in0 ? at : outside;
    final long first0 = left > 0 ? outside : r0;
    final long second0 = left > 0 ? r0 : r0 + s0;
    boolean in1 = top <= 1 && bottom > 1;
    final long s1 = in1 ? pixel : 0;
    final long r1 = in1 ? at + 1 * row : outside;
    final long first1 = left > 0 ? outside : r1;
    final long second1 = left > 0 ? r1 : r1 + s1;
    boolean in2 = top <= 2 && bottom > 2;
    final long s2 = in2 ? pixel : 0;
    final long r2 = in2 ? at + 2 * row : outside;
    final long first2 = left > 0 ? outside : r2;
    final long second2 = left > 0 ? r2 : r2 + s2;
    boolean in3 = top <= 3 && bottom > 3;
    final long s3 = in3 ? pixel : 0;
    final long r3 = in3 ? at + 3 * row : outside;
    final long first3 = left > 0 ? outside : r3;
    final long second3 = left > 0 ? r3 : r3 + s3;
    var least = FloatVector.broadcast(SPECIES, floor);
    for (int i = 0; i < channels; i += LANES) {
      final long c = (long) i * 4;
      var start = FloatVector.fromMemorySegment(SPECIES, bias, c, ORDER);
      var w0 = FloatVector.fromMemorySegment(SPECIES, w, c, ORDER);
      var w1 = FloatVector.fromMemorySegment(SPECIES, w, tap + c, ORDER);
      var w2 = FloatVector.fromMemorySegment(SPECIES, w, 2 * tap + c, ORDER);
      var w3 = FloatVector.fromMemorySegment(SPECIES, w, 3 * tap + c, ORDER);
      var w4 = FloatVector.fromMemorySegment(SPECIES, w, 4 * tap + c, ORDER);
      var w5 = FloatVector.fromMemorySegment(SPECIES, w, 5 * tap + c, ORDER);
      var w6 = FloatVector.fromMemorySegment(SPECIES, w, 6 * tap + c, ORDER);
      var w7 = FloatVector.fromMemorySegment(SPECIES, w, 7 * tap + c, ORDER);
      var w8 = FloatVector.fromMemorySegment(SPECIES, w, 8 * tap + c, ORDER);
      var x00 = FloatVector.fromMemorySegment(SPECIES, memory, first0 + c, ORDER);
      var x01 = FloatVector.fromMemorySegment(SPECIES, memory, second0 + c, ORDER);
      var x10 = FloatVector.fromMemorySegment(SPECIES, memory, first1 + c, ORDER);
      var x11 = FloatVector.fromMemorySegment(SPECIES, memory, second1 + c, ORDER);
      var x20 = FloatVector.fromMemorySegment(SPECIES, memory, first2 + c, ORDER);
      var x21 = FloatVector.fromMemorySegment(SPECIES, memory, second2 + c, ORDER);
      var x30 = FloatVector.fromMemorySegment(SPECIES, memory, first3 + c, ORDER);
      var x31 = FloatVector.fromMemorySegment(SPECIES, memory, second3 + c, ORDER);
      long p0 = second0 + s0 + c;
      long p1 = second1 + s1 + c;
      long p2 = second2 + s2 + c;
      long p3 = second3 + s3 + c;
      long a = y + c;
      for (int ow = 0; ow < width; ow++) {
        boolean inside = ow + 2 < right;
        var x02 = FloatVector.fromMemorySegment(SPECIES, memory, inside ? p0 : outside + c, ORDER);
        var x12 = FloatVector.fromMemorySegment(SPECIES, memory, inside ? p1 : outside + c, ORDER);
        var x22 = FloatVector.fromMemorySegment(SPECIES, memory, inside ? p2 : outside + c, ORDER);
        var x32 = FloatVector.fromMemorySegment(SPECIES, memory, inside ? p3 : outside + c, ORDER);
        var sum = start;
        sum = x00.fma(w0, sum);
        sum = x01.fma(w1, sum);
        sum = x02.fma(w2, sum);
        sum = x10.fma(w3, sum);
        sum = x11.fma(w4, sum);
        sum = x12.fma(w5, sum);
        sum = x20.fma(w6, sum);
        sum = x21.fma(w7, sum);
        sum = x22.fma(w8, sum);
        var next = start;
        next = x10.fma(w0, next);
        next = x11.fma(w1, next);
        next = x12.fma(w2, next);
        next = x20.fma(w3, next);
        next = x21.fma(w4, next);
        next = x22.fma(w5, next);
        next = x30.fma(w6, next);
        next = x31.fma(w7, next);
        next = x32.fma(w8, next);
        sum.blend(least, sum.compare(VectorOperators.LE, least))
            .intoMemorySegment(memory, a, ORDER);
        next.blend(least, next.compare(VectorOperators.LE, least))
            .intoMemorySegment(memory, a + yRow, ORDER);
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
        a += yPixel;
      }
    }
  }
}
