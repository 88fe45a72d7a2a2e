package dev.lanewise.engine.internal.kernel;

import dev.lanewise.engine.internal.kernel.ActivationKernels.Function;

/**
 * The activations as sequences of float operations, each rounded as IEEE 754 says, so that a lane
 * of any vector has the bits of a scalar.
 *
 * <p>Source: the exponential and the tangent near 0 follow the Cephes library's {@code expf} and
 * {@code tanhf} (Moshier, "Methods and Programs for Mathematical Functions", 1989).
 */
public final class ActivationFormulas {
  static final float LOG2_E = (float) 1.4426950408889634;
  // ln 2 as a sum whose first term times a small whole number is exact
  static final float LN2_HIGH = (float) 0.693359375;
  static final float LN2_LOW = (float) -2.12194440e-4;
  // Added to a float of small magnitude, it leaves the nearest whole number in the last bits.
  static final float WHOLE = 12582912f; // 3 · 2²²
  static final int WHOLE_BITS = Float.floatToRawIntBits(WHOLE);
  static final int EXPONENT_BIAS = 127;
  static final int EXPONENT_SHIFT = 23;
  // e to more is infinite as a float, and to less 0.
  static final float MOST = 89f;
  static final float LEAST = -104f;
  static final float E0 = (float) 1.9875691500e-4;
  static final float E1 = (float) 1.3981999507e-3;
  static final float E2 = (float) 8.3334519073e-3;
  static final float E3 = (float) 4.1665795894e-2;
  static final float E4 = (float) 1.6666665459e-1;
  static final float E5 = (float) 5.0000001201e-1;
  static final float NEAR_0 = 0.625f;
  static final float T0 = (float) -5.70498872745e-3;
  static final float T1 = (float) 2.06390887954e-2;
  static final float T2 = (float) -5.37397155531e-2;
  static final float T3 = (float) 1.33314422036e-1;
  static final float T4 = (float) -3.33332819422e-1;
  // From here on mish(x) is x as a float, and e²ˣ still far from infinite.
  static final float MISH_IS_X = 20f;
  static final float SIXTH = 1f / 6;

  private ActivationFormulas() {}

  /** f(x). */
  public static float at(Function function, float alpha, float beta, float x) {
    return switch (function) {
      case LEAKY_RELU -> x >= 0 ? x : alpha * x;
      case CLIP -> clipped(x, alpha, beta);
      case HARD_SIGMOID -> hardSigmoid(x, alpha, beta);
      case HARD_SWISH -> x * hardSigmoid(x, SIXTH, 0.5f);
      case EXP -> exp(x);
      case SIGMOID -> 1f / (1f + exp(-x));
      case SWISH -> x / (1f + exp(-alpha * x));
      case TANH -> tanh(x);
      case MISH -> mish(x);
    };
  }

  /**
   * A bound replaces what equals it, as the rectifier's does, and NaN passes: two instructions
   * each, where {@link Math#max(float, float)} takes five, which orders −0 and +0 whatever comes
   * first.
   */
  private static float clipped(float x, float least, float most) {
    float raised = x <= least ? least : x;
    return raised >= most ? most : raised;
  }

  private static float hardSigmoid(float x, float alpha, float beta) {
    return clipped(Math.fma(alpha, x, beta), 0f, 1f);
  }

  /** 2ⁿ · eʳ with n whole and |r| ≤ ln 2 / 2; the two factors of 2ⁿ are never denormal. */
  static float exp(float x) {
    float c = clipped(x, LEAST, MOST);
    float shifted = Math.fma(c, LOG2_E, WHOLE);
    float n = shifted - WHOLE;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, c));
    float p = E0;
    p = Math.fma(p, r, E1);
    p = Math.fma(p, r, E2);
    p = Math.fma(p, r, E3);
    p = Math.fma(p, r, E4);
    p = Math.fma(p, r, E5);
    p = Math.fma(p, r * r, r) + 1f;
    int power = Float.floatToRawIntBits(shifted) - WHOLE_BITS;
    int half = power >> 1;
    return p * powerOf2(half) * powerOf2(power - half);
  }

  private static float powerOf2(int n) {
    return Float.intBitsToFloat((n + EXPONENT_BIAS) << EXPONENT_SHIFT);
  }

  private static float tanh(float x) {
    if (Math.abs(x) < NEAR_0) {
      float z = x * x;
      float p = T0;
      p = Math.fma(p, z, T1);
      p = Math.fma(p, z, T2);
      p = Math.fma(p, z, T3);
      p = Math.fma(p, z, T4);
      return Math.fma(p * z, x, x);
    }
    return 1f - 2f / (exp(2f * x) + 1f);
  }

  /** tanh(ln(1 + e)) = e·(e + 2) / (e·(e + 2) + 2). */
  private static float mish(float x) {
    float e = exp(Math.min(x, MISH_IS_X));
    float n = e * (e + 2f);
    return x * (n / (n + 2f));
  }
}
