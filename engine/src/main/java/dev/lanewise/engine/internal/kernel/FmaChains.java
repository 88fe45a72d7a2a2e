package dev.lanewise.engine.internal.kernel;

/**
 * The most multiply-adds that a thread can do with the kernels in use: ten independent chains in
 * registers, and no memory. What kernels are measured against.
 */
public final class FmaChains {
  private static final boolean SCALAR = KernelSet.chosen().bits() == 0;

  /** What a step adds to a chain: few bits, so that sums are exact and stay far from denormals. */
  static final float STEP = 0x1p-10f;

  private FmaChains() {}

  /** The floating-point operations of a step: two for each multiply-add. */
  public static int flops() {
    return SCALAR ? ScalarFma.FLOPS : VectorFma.FLOPS;
  }

  /**
   * Ten chains of {@code c = 1 · 2⁻¹⁰ + c}, begun at 0 to 9.
   *
   * @return their sum after so many steps, in one lane
   */
  public static float run(int steps) {
    return SCALAR ? ScalarFma.run(steps) : VectorFma.run(steps);
  }
}
