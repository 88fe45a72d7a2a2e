package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;

/** Functions of two numbers over floats that lie side by side. */
public sealed interface ArithmeticKernels permits VectorArithmetic, ScalarArithmetic {
  /** The functions, each one float operation. */
  enum Function {
    /** a + b. */
    ADD,
    /** a − b. */
    SUBTRACT,
    /** a · b. */
    MULTIPLY,
    /** a / b. */
    DIVIDE,
    /** a where a ≥ 0, else a · b. */
    PRELU
  }

  /** y = f(a, b) for any number of floats; y may be a or b. Offsets are in bytes. */
  void apply(
      Function function,
      MemorySegment a,
      long aOff,
      MemorySegment b,
      long bOff,
      MemorySegment y,
      long yOff,
      int floats);
}
