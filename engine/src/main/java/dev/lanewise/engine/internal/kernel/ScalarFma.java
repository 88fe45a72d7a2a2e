package dev.lanewise.engine.internal.kernel;

/** The chains of {@link VectorFma} without vectors: the peak of the scalar kernels. */
final class ScalarFma {
  /** The floating-point operations of a step. */
  static final int FLOPS = 10 * 2;

  private ScalarFma() {}

  static float run(int steps) {
    float c0 = 0;
    float c1 = 1;
    float c2 = 2;
    float c3 = 3;
    float c4 = 4;
    float c5 = 5;
    float c6 = 6;
    float c7 = 7;
    float c8 = 8;
    float c9 = 9;
    for (int i = 0; i < steps; i++) {
      c0 = Math.fma(c0, 0.5f, 0.5f);
      c1 = Math.fma(c1, 0.5f, 0.5f);
      c2 = Math.fma(c2, 0.5f, 0.5f);
      c3 = Math.fma(c3, 0.5f, 0.5f);
      c4 = Math.fma(c4, 0.5f, 0.5f);
      c5 = Math.fma(c5, 0.5f, 0.5f);
      c6 = Math.fma(c6, 0.5f, 0.5f);
      c7 = Math.fma(c7, 0.5f, 0.5f);
      c8 = Math.fma(c8, 0.5f, 0.5f);
      c9 = Math.fma(c9, 0.5f, 0.5f);
    }
    return c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9;
  }
}
