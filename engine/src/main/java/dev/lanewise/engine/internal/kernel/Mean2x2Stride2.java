package dev.lanewise.engine.internal.kernel;

import static dev.lanewise.engine.internal.kernel.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The mean over 2×2 windows: 4 windows side by side, 2 pixels apart. See {@link WindowKernels} for
 * the operands. Written by WindowWriter, beside the tests.
 */
final class Mean2x2Stride2 {
  private static final VectorSpecies<Float> SPECIES = Lanes.species();
  private static final int LANES = SPECIES.length();

  private Mean2x2Stride2() {}

  static void run(
      MemorySegment memory,
      long at,
      long row,
      long pixel,
      float count,
      long y,
      long yPixel,
      int channels) {
    Lanes.offHeap(memory.isNative());

    var divisor = FloatVector.broadcast(SPECIES, count);
    for (int i = 0; i < channels; i += LANES) {
      var s0 = FloatVector.zero(SPECIES);
      var s1 = FloatVector.zero(SPECIES);
      var s2 = FloatVector.zero(SPECIES);
      var s3 = FloatVector.zero(SPECIES);
      var x00 = FloatVector.fromMemorySegment(SPECIES, memory, at + (long) i * 4, ORDER);
      var x01 = FloatVector.fromMemorySegment(SPECIES, memory, at + pixel + (long) i * 4, ORDER);
      var x02 =
          FloatVector.fromMemorySegment(SPECIES, memory, at + 2 * pixel + (long) i * 4, ORDER);
      var x03 =
          FloatVector.fromMemorySegment(SPECIES, memory, at + 3 * pixel + (long) i * 4, ORDER);
      var x04 =
          FloatVector.fromMemorySegment(SPECIES, memory, at + 4 * pixel + (long) i * 4, ORDER);
      var x05 =
          FloatVector.fromMemorySegment(SPECIES, memory, at + 5 * pixel + (long) i * 4, ORDER);
      var x06 =
          FloatVector.fromMemorySegment(SPECIES, memory, at + 6 * pixel + (long) i * 4, ORDER);
      var x07 =
          FloatVector.fromMemorySegment(SPECIES, memory, at + 7 * pixel + (long) i * 4, ORDER);
      s0 = s0.add(x00);
      s1 = s1.add(x02);
      s2 = s2.add(x04);
      s3 = s3.add(x06);
      s0 = s0.add(x01);
      s1 = s1.add(x03);
      s2 = s2.add(x05);
      s3 = s3.add(x07);
      var x10 = FloatVector.fromMemorySegment(SPECIES, memory, at + row + (long) i * 4, ORDER);
      var x11 =
          FloatVector.fromMemorySegment(SPECIES, memory, at + row + pixel + (long) i * 4, ORDER);
      var x12 =
          FloatVector.fromMemorySegment(
              SPECIES, memory, at + row + 2 * pixel + (long) i * 4, ORDER);
      var x13 =
          FloatVector.fromMemorySegment(
              SPECIES, memory, at + row + 3 * pixel + (long) i * 4, ORDER);
      var x14 =
          FloatVector.fromMemorySegment(
              SPECIES, memory, at + row + 4 * pixel + (long) i * 4, ORDER);
      var x15 =
          FloatVector.fromMemorySegment(
              SPECIES, memory, at + row + 5 * pixel + (long) i * 4, ORDER);
      var x16 =
          FloatVector.fromMemorySegment(
              SPECIES, memory, at + row + 6 * pixel + (long) i * 4, ORDER);
      var x17 =
          FloatVector.fromMemorySegment(
              SPECIES, memory, at + row + 7 * pixel + (long) i * 4, ORDER);
      s0 = s0.add(x10);
      s1 = s1.add(x12);
      s2 = s2.add(x14);
      s3 = s3.add(x16);
      s0 = s0.add(x11);
      s1 = s1.add(x13);
      s2 = s2.add(x15);
      s3 = s3.add(x17);
      s0.div(divisor).intoMemorySegment(memory, y + (long) i * 4, ORDER);
      s1.div(divisor).intoMemorySegment(memory, y + yPixel + (long) i * 4, ORDER);
      s2.div(divisor).intoMemorySegment(memory, y + 2 * yPixel + (long) i * 4, ORDER);
      s3.div(divisor).intoMemorySegment(memory, y + 3 * yPixel + (long) i * 4, ORDER);
    }
  }
}
