package dev.lanewise.engine.internal.kernel;

import static dev.lanewise.engine.internal.kernel.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A depthwise convolution over 3×3 windows: 4 windows side by side, 1 pixel apart. See {@link
 * WindowKernels} for the operands. Written by WindowWriter, beside the tests.
 */
final class Depthwise3x3Stride1 {
  private static final VectorSpecies<Float> SPECIES = Lanes.species();
  private static final int LANES = SPECIES.length();

  private Depthwise3x3Stride1() {}

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
      long yPixel,
      int channels) {
    Lanes.offHeap(memory.isNative() && w.isNative() && bias.isNative());
    boolean r0 = top <= 0 && bottom > 0;
    boolean r1 = top <= 1 && bottom > 1;
    boolean r2 = top <= 2 && bottom > 2;
    boolean c0 = left <= 0 && right > 0;
    boolean c1 = left <= 1 && right > 1;
    boolean c2 = left <= 2 && right > 2;
    boolean c3 = left <= 3 && right > 3;
    boolean c4 = left <= 4 && right > 4;
    boolean c5 = left <= 5 && right > 5;
    final long a00 = r0 && c0 ? at : outside;
    final long a01 = r0 && c1 ? at + pixel : outside;
    final long a02 = r0 && c2 ? at + 2 * pixel : outside;
    final long a03 = r0 && c3 ? at + 3 * pixel : outside;
    final long a04 = r0 && c4 ? at + 4 * pixel : outside;
    final long a05 = r0 && c5 ? at + 5 * pixel : outside;
    final long a10 = r1 && c0 ? at + row : outside;
    final long a11 = r1 && c1 ? at + row + pixel : outside;
    final long a12 = r1 && c2 ? at + row + 2 * pixel : outside;
    final long a13 = r1 && c3 ? at + row + 3 * pixel : outside;
    final long a14 = r1 && c4 ? at + row + 4 * pixel : outside;
    final long a15 = r1 && c5 ? at + row + 5 * pixel : outside;
    final long a20 = r2 && c0 ? at + 2 * row : outside;
    final long a21 = r2 && c1 ? at + 2 * row + pixel : outside;
    final long a22 = r2 && c2 ? at + 2 * row + 2 * pixel : outside;
    final long a23 = r2 && c3 ? at + 2 * row + 3 * pixel : outside;
    final long a24 = r2 && c4 ? at + 2 * row + 4 * pixel : outside;
    final long a25 = r2 && c5 ? at + 2 * row + 5 * pixel : outside;
    final long tap = channels * 4L;
    var least = FloatVector.broadcast(SPECIES, floor);
    for (int i = 0; i < channels; i += LANES) {
      var s0 = FloatVector.fromMemorySegment(SPECIES, bias, (long) i * 4, ORDER);
      var s1 = s0;
      var s2 = s0;
      var s3 = s0;
      var x00 = FloatVector.fromMemorySegment(SPECIES, memory, a00 + (long) i * 4, ORDER);
      var x01 = FloatVector.fromMemorySegment(SPECIES, memory, a01 + (long) i * 4, ORDER);
      var x02 = FloatVector.fromMemorySegment(SPECIES, memory, a02 + (long) i * 4, ORDER);
      var x03 = FloatVector.fromMemorySegment(SPECIES, memory, a03 + (long) i * 4, ORDER);
      var x04 = FloatVector.fromMemorySegment(SPECIES, memory, a04 + (long) i * 4, ORDER);
      var x05 = FloatVector.fromMemorySegment(SPECIES, memory, a05 + (long) i * 4, ORDER);
      var weight = FloatVector.fromMemorySegment(SPECIES, w, (long) i * 4, ORDER);
      s0 = x00.fma(weight, s0);
      s1 = x01.fma(weight, s1);
      s2 = x02.fma(weight, s2);
      s3 = x03.fma(weight, s3);
      weight = FloatVector.fromMemorySegment(SPECIES, w, tap + (long) i * 4, ORDER);
      s0 = x01.fma(weight, s0);
      s1 = x02.fma(weight, s1);
      s2 = x03.fma(weight, s2);
      s3 = x04.fma(weight, s3);
      weight = FloatVector.fromMemorySegment(SPECIES, w, 2 * tap + (long) i * 4, ORDER);
      s0 = x02.fma(weight, s0);
      s1 = x03.fma(weight, s1);
      s2 = x04.fma(weight, s2);
      s3 = x05.fma(weight, s3);
      var x10 = FloatVector.fromMemorySegment(SPECIES, memory, a10 + (long) i * 4, ORDER);
      var x11 = FloatVector.fromMemorySegment(SPECIES, memory, a11 + (long) i * 4, ORDER);
      var x12 = FloatVector.fromMemorySegment(SPECIES, memory, a12 + (long) i * 4, ORDER);
      var x13 = FloatVector.fromMemorySegment(SPECIES, memory, a13 + (long) i * 4, ORDER);
      var x14 = FloatVector.fromMemorySegment(SPECIES, memory, a14 + (long) i * 4, ORDER);
      var x15 = FloatVector.fromMemorySegment(SPECIES, memory, a15 + (long) i * 4, ORDER);
      weight = FloatVector.fromMemorySegment(SPECIES, w, 3 * tap + (long) i * 4, ORDER);
      s0 = x10.fma(weight, s0);
      s1 = x11.fma(weight, s1);
      s2 = x12.fma(weight, s2);
      s3 = x13.fma(weight, s3);
      weight = FloatVector.fromMemorySegment(SPECIES, w, 4 * tap + (long) i * 4, ORDER);
      s0 = x11.fma(weight, s0);
      s1 = x12.fma(weight, s1);
      s2 = x13.fma(weight, s2);
      s3 = x14.fma(weight, s3);
      weight = FloatVector.fromMemorySegment(SPECIES, w, 5 * tap + (long) i * 4, ORDER);
      s0 = x12.fma(weight, s0);
      s1 = x13.fma(weight, s1);
      s2 = x14.fma(weight, s2);
      s3 = x15.fma(weight, s3);
      var x20 = FloatVector.fromMemorySegment(SPECIES, memory, a20 + (long) i * 4, ORDER);
      var x21 = FloatVector.fromMemorySegment(SPECIES, memory, a21 + (long) i * 4, ORDER);
      var x22 = FloatVector.fromMemorySegment(SPECIES, memory, a22 + (long) i * 4, ORDER);
      var x23 = FloatVector.fromMemorySegment(SPECIES, memory, a23 + (long) i * 4, ORDER);
      var x24 = FloatVector.fromMemorySegment(SPECIES, memory, a24 + (long) i * 4, ORDER);
      var x25 = FloatVector.fromMemorySegment(SPECIES, memory, a25 + (long) i * 4, ORDER);
      weight = FloatVector.fromMemorySegment(SPECIES, w, 6 * tap + (long) i * 4, ORDER);
      s0 = x20.fma(weight, s0);
      s1 = x21.fma(weight, s1);
      s2 = x22.fma(weight, s2);
      s3 = x23.fma(weight, s3);
      weight = FloatVector.fromMemorySegment(SPECIES, w, 7 * tap + (long) i * 4, ORDER);
      s0 = x21.fma(weight, s0);
      s1 = x22.fma(weight, s1);
      s2 = x23.fma(weight, s2);
      s3 = x24.fma(weight, s3);
      weight = FloatVector.fromMemorySegment(SPECIES, w, 8 * tap + (long) i * 4, ORDER);
      s0 = x22.fma(weight, s0);
      s1 = x23.fma(weight, s1);
      s2 = x24.fma(weight, s2);
      s3 = x25.fma(weight, s3);
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
