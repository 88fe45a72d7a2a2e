package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reading memory without vectors, four floats a step. */
final class ScalarReads {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final int STEP = 4 * Float.BYTES;

  private ScalarReads() {}

  static float sum(MemorySegment memory, long offset, int bytes) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int steps = bytes / STEP;
    for (int i = 0; i < steps; i++) {
      s0 += memory.get(FLOAT, offset + (long) i * STEP);
      s1 += memory.get(FLOAT, offset + (long) i * STEP + 4);
      s2 += memory.get(FLOAT, offset + (long) i * STEP + 8);
      s3 += memory.get(FLOAT, offset + (long) i * STEP + 12);
    }
    return s0 + s1 + s2 + s3;
  }
}
