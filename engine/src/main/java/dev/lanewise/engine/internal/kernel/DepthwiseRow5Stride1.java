package dev.lanewise.engine.internal.kernel;

import static dev.lanewise.engine.internal.kernel.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * One row of 5 taps of a depthwise convolution: 4 windows side by side, 1 pixel apart. See {@link
 * WindowKernels} for the operands. Written by WindowWriter, beside the tests.
 */
final class DepthwiseRow5Stride1 {
  private static final VectorSpecies<Float> SPECIES = Lanes.species();
  private static final int LANES = SPECIES.length();

  private DepthwiseRow5Stride1() {}

  static void next(
      MemorySegment memory,
      long at,
      long pixel,
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
      int channels) {
    boolean c0 = left <= 0 && right > 0;
    boolean c1 = left <= 1 && right > 1;
    boolean c2 = left <= 2 && right > 2;
    boolean c3 = left <= 3 && right > 3;
    boolean c4 = left <= 4 && right > 4;
    boolean c5 = left <= 5 && right > 5;
    boolean c6 = left <= 6 && right > 6;
    boolean c7 = left <= 7 && right > 7;
    final long a00 = c0 ? at : outside;
    final long a01 = c1 ? at + pixel : outside;
    final long a02 = c2 ? at + 2 * pixel : outside;
    final long a03 = c3 ? at + 3 * pixel : outside;
    final long a04 = c4 ? at + 4 * pixel : outside;
    final long a05 = c5 ? at + 5 * pixel : outside;
    final long a06 = c6 ? at + 6 * pixel : outside;
    final long a07 = c7 ? at + 7 * pixel : outside;
    final long tap = channels * 4L;
    for (int i = 0; i < channels; i += LANES) {
      var s0 = FloatVector.fromMemorySegment(SPECIES, start, startOff + (long) i * 4, ORDER);
      var s1 =
          FloatVector.fromMemorySegment(
              SPECIES, start, startOff + startPixel + (long) i * 4, ORDER);
      var s2 =
          FloatVector.fromMemorySegment(
              SPECIES, start, startOff + 2 * startPixel + (long) i * 4, ORDER);
      var s3 =
          FloatVector.fromMemorySegment(
              SPECIES, start, startOff + 3 * startPixel + (long) i * 4, ORDER);
      var x00 = FloatVector.fromMemorySegment(SPECIES, memory, a00 + (long) i * 4, ORDER);
      var x01 = FloatVector.fromMemorySegment(SPECIES, memory, a01 + (long) i * 4, ORDER);
      var x02 = FloatVector.fromMemorySegment(SPECIES, memory, a02 + (long) i * 4, ORDER);
      var x03 = FloatVector.fromMemorySegment(SPECIES, memory, a03 + (long) i * 4, ORDER);
      var x04 = FloatVector.fromMemorySegment(SPECIES, memory, a04 + (long) i * 4, ORDER);
      var x05 = FloatVector.fromMemorySegment(SPECIES, memory, a05 + (long) i * 4, ORDER);
      var x06 = FloatVector.fromMemorySegment(SPECIES, memory, a06 + (long) i * 4, ORDER);
      var x07 = FloatVector.fromMemorySegment(SPECIES, memory, a07 + (long) i * 4, ORDER);
      var weight = FloatVector.fromMemorySegment(SPECIES, w, wOff + (long) i * 4, ORDER);
      s0 = x00.fma(weight, s0);
      s1 = x01.fma(weight, s1);
      s2 = x02.fma(weight, s2);
      s3 = x03.fma(weight, s3);
      weight = FloatVector.fromMemorySegment(SPECIES, w, wOff + tap + (long) i * 4, ORDER);
      s0 = x01.fma(weight, s0);
      s1 = x02.fma(weight, s1);
      s2 = x03.fma(weight, s2);
      s3 = x04.fma(weight, s3);
      weight = FloatVector.fromMemorySegment(SPECIES, w, wOff + 2 * tap + (long) i * 4, ORDER);
      s0 = x02.fma(weight, s0);
      s1 = x03.fma(weight, s1);
      s2 = x04.fma(weight, s2);
      s3 = x05.fma(weight, s3);
      weight = FloatVector.fromMemorySegment(SPECIES, w, wOff + 3 * tap + (long) i * 4, ORDER);
      s0 = x03.fma(weight, s0);
      s1 = x04.fma(weight, s1);
      s2 = x05.fma(weight, s2);
      s3 = x06.fma(weight, s3);
      weight = FloatVector.fromMemorySegment(SPECIES, w, wOff + 4 * tap + (long) i * 4, ORDER);
      s0 = x04.fma(weight, s0);
      s1 = x05.fma(weight, s1);
      s2 = x06.fma(weight, s2);
      s3 = x07.fma(weight, s3);
      s0.intoMemorySegment(memory, y + (long) i * 4, ORDER);
      s1.intoMemorySegment(memory, y + yPixel + (long) i * 4, ORDER);
      s2.intoMemorySegment(memory, y + 2 * yPixel + (long) i * 4, ORDER);
      s3.intoMemorySegment(memory, y + 3 * yPixel + (long) i * 4, ORDER);
    }
  }

  static void last(
      MemorySegment memory,
      long at,
      long pixel,
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
      int channels) {
    boolean c0 = left <= 0 && right > 0;
    boolean c1 = left <= 1 && right > 1;
    boolean c2 = left <= 2 && right > 2;
    boolean c3 = left <= 3 && right > 3;
    boolean c4 = left <= 4 && right > 4;
    boolean c5 = left <= 5 && right > 5;
    boolean c6 = left <= 6 && right > 6;
    boolean c7 = left <= 7 && right > 7;
    final long a00 = c0 ? at : outside;
    final long a01 = c1 ? at + pixel : outside;
    final long a02 = c2 ? at + 2 * pixel : outside;
    final long a03 = c3 ? at + 3 * pixel : outside;
    final long a04 = c4 ? at + 4 * pixel : outside;
    final long a05 = c5 ? at + 5 * pixel : outside;
    final long a06 = c6 ? at + 6 * pixel : outside;
    final long a07 = c7 ? at + 7 * pixel : outside;
    final long tap = channels * 4L;
    var least = FloatVector.broadcast(SPECIES, floor);
    for (int i = 0; i < channels; i += LANES) {
      var s0 = FloatVector.fromMemorySegment(SPECIES, start, startOff + (long) i * 4, ORDER);
      var s1 =
          FloatVector.fromMemorySegment(
              SPECIES, start, startOff + startPixel + (long) i * 4, ORDER);
      var s2 =
          FloatVector.fromMemorySegment(
              SPECIES, start, startOff + 2 * startPixel + (long) i * 4, ORDER);
      var s3 =
          FloatVector.fromMemorySegment(
              SPECIES, start, startOff + 3 * startPixel + (long) i * 4, ORDER);
      var x00 = FloatVector.fromMemorySegment(SPECIES, memory, a00 + (long) i * 4, ORDER);
      var x01 = FloatVector.fromMemorySegment(SPECIES, memory, a01 + (long) i * 4, ORDER);
      var x02 = FloatVector.fromMemorySegment(SPECIES, memory, a02 + (long) i * 4, ORDER);
      var x03 = FloatVector.fromMemorySegment(SPECIES, memory, a03 + (long) i * 4, ORDER);
      var x04 = FloatVector.fromMemorySegment(SPECIES, memory, a04 + (long) i * 4, ORDER);
      var x05 = FloatVector.fromMemorySegment(SPECIES, memory, a05 + (long) i * 4, ORDER);
      var x06 = FloatVector.fromMemorySegment(SPECIES, memory, a06 + (long) i * 4, ORDER);
      var x07 = FloatVector.fromMemorySegment(SPECIES, memory, a07 + (long) i * 4, ORDER);
      var weight = FloatVector.fromMemorySegment(SPECIES, w, wOff + (long) i * 4, ORDER);
      s0 = x00.fma(weight, s0);
      s1 = x01.fma(weight, s1);
      s2 = x02.fma(weight, s2);
      s3 = x03.fma(weight, s3);
      weight = FloatVector.fromMemorySegment(SPECIES, w, wOff + tap + (long) i * 4, ORDER);
      s0 = x01.fma(weight, s0);
      s1 = x02.fma(weight, s1);
      s2 = x03.fma(weight, s2);
      s3 = x04.fma(weight, s3);
      weight = FloatVector.fromMemorySegment(SPECIES, w, wOff + 2 * tap + (long) i * 4, ORDER);
      s0 = x02.fma(weight, s0);
      s1 = x03.fma(weight, s1);
      s2 = x04.fma(weight, s2);
      s3 = x05.fma(weight, s3);
      weight = FloatVector.fromMemorySegment(SPECIES, w, wOff + 3 * tap + (long) i * 4, ORDER);
      s0 = x03.fma(weight, s0);
      s1 = x04.fma(weight, s1);
      s2 = x05.fma(weight, s2);
      s3 = x06.fma(weight, s3);
      weight = FloatVector.fromMemorySegment(SPECIES, w, wOff + 4 * tap + (long) i * 4, ORDER);
      s0 = x04.fma(weight, s0);
      s1 = x05.fma(weight, s1);
      s2 = x06.fma(weight, s2);
      s3 = x07.fma(weight, s3);
      s0.blend(least, s0.compare(VectorOperators.LE, least))
          .intoMemorySegment(memory, y + (long) i * 4, ORDER);
      s1.blend(least, s1.compare(VectorOperators.LE, least))
          .intoMemorySegment(memory, y + yPixel + (long) i * 4, ORDER);
      s2.blend(least, s2.compare(VectorOperators.LE, least))
          .intoMemorySegment(memory, y + 2 * yPixel + (long) i * 4, ORDER);
      s3.blend(least, s3.compare(VectorOperators.LE, least))
          .intoMemorySegment(memory, y + 3 * yPixel + (long) i * 4, ORDER);
    }
  }
}
