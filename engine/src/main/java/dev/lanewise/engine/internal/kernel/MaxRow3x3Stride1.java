package dev.lanewise.engine.internal.kernel;

import static dev.lanewise.engine.internal.kernel.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The maximum over 3×3 windows of a row, 1 pixel apart. See {@link WindowKernels} for the operands.
 * Written by WindowWriter, beside the tests.
 */
final class MaxRow3x3Stride1 {
  private static final VectorSpecies<Float> SPECIES = Lanes.species();
  private static final int LANES = SPECIES.length();

  private MaxRow3x3Stride1() {}

  static void run(
      MemorySegment memory,
      long at,
      long row,
      long pixel,
      int top,
      int bottom,
      int left,
      int right,
      long y,
      long yPixel,
      int width,
      int channels) {
    Lanes.offHeap(memory.isNative());
    final long r0 = at + Math.max(top, Math.min(0, bottom - 1)) * row;
    final long r1 = at + Math.max(top, Math.min(1, bottom - 1)) * row;
    final long r2 = at + Math.max(top, Math.min(2, bottom - 1)) * row;
    for (int i = 0; i < channels; i += LANES) {
      final long c = (long) i * 4;
      final long first = c + left * pixel;
      final long last = c + (right - 1) * pixel;
      final long p0 = Math.max(first, Math.min(c, last));
      var m0 =
          FloatVector.fromMemorySegment(SPECIES, memory, r0 + p0, ORDER)
              .max(FloatVector.fromMemorySegment(SPECIES, memory, r1 + p0, ORDER))
              .max(FloatVector.fromMemorySegment(SPECIES, memory, r2 + p0, ORDER));
      final long p1 = Math.max(first, Math.min(c + pixel, last));
      var m1 =
          FloatVector.fromMemorySegment(SPECIES, memory, r0 + p1, ORDER)
              .max(FloatVector.fromMemorySegment(SPECIES, memory, r1 + p1, ORDER))
              .max(FloatVector.fromMemorySegment(SPECIES, memory, r2 + p1, ORDER));
      long next = c + 2 * pixel;
      long to = y + c;
      for (int ow = 0; ow < width; ow++) {
        final long p2 = Math.max(first, Math.min(next, last));
        var m2 =
            FloatVector.fromMemorySegment(SPECIES, memory, r0 + p2, ORDER)
                .max(FloatVector.fromMemorySegment(SPECIES, memory, r1 + p2, ORDER))
                .max(FloatVector.fromMemorySegment(SPECIES, memory, r2 + p2, ORDER));
        m0.max(m1).max(m2).intoMemorySegment(memory, to, ORDER);
        m0 = m1;
        m1 = m2;
        next += pixel;
        to += yPixel;
      }
    }
  }
}
