package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The same float by float: the twin, and what is left behind the last whole vector. */
final class ScalarArithmetic implements ArithmeticKernels {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  @Override
  public void apply(
      Function function,
      MemorySegment a,
      long aOff,
      MemorySegment b,
      long bOff,
      MemorySegment y,
      long yOff,
      int floats) {
    for (int i = 0; i < floats; i++) {
      float p = a.get(FLOAT, aOff + i * 4L);
      float q = b.get(FLOAT, bOff + i * 4L);
      y.set(FLOAT, yOff + i * 4L, at(function, p, q));
    }
  }

  private static float at(Function function, float a, float b) {
    return switch (function) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> a / b;
      case PRELU -> a >= 0 ? a : a * b;
    };
  }
}
