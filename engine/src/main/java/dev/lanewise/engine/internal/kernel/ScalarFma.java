package dev.lanewise.engine.internal.kernel;

/** The chains of {@link VectorFma} without vectors: the peak of the scalar kernels. */
final class ScalarFma {
  /** The floating-point operations of a step. */
  static final int FLOPS = 10 * 2;

  /** Read from an array, as {@link VectorFma} does. */
  private static final float[] FACTORS = {1, FmaChains.STEP};

  private ScalarFma() {}

  static float run(int steps) {
    float x = FACTORS[0];
    float y = FACTORS[1];
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
      c0 = Math.fma(x, y, c0);
      c1 = Math.fma(x, y, c1);
      c2 = Math.fma(x, y, c2);
      c3 = Math.fma(x, y, c3);
      c4 = Math.fma(x, y, c4);
      c5 = Math.fma(x, y, c5);
      c6 = Math.fma(x, y, c6);
      c7 = Math.fma(x, y, c7);
      c8 = Math.fma(x, y, c8);
      c9 = Math.fma(x, y, c9);
    }
    return c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9;
  }
}
