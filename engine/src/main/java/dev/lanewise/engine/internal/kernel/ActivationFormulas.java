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
  // The last nine bits of the sum are the exponent of a power of 2 then, the rest is shifted out.
  static final float BIASED = WHOLE + EXPONENT_BIAS;
  // e to more is infinite as a float, and to less 0.
  static final float MOST = 89f;
  static final float LEAST = -104f;
  // To less than this it is no normal number: one power of 2 as a factor makes 0 of it, and
  // infinity
  // of what is more than 88.37.
  static final float LEAST_NORMAL = -88f;
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
      case SIGMOID -> 1f / expPlus1(-x);
      case SWISH -> x / expPlus1(-alpha * x);
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
  private static float exp(float x) {
    float c = clipped(x, LEAST, MOST);
    float shifted = Math.fma(c, LOG2_E, WHOLE);
    float p = expOf(rest(c, shifted - WHOLE));
    int power = Float.floatToRawIntBits(shifted) - WHOLE_BITS;
    int half = power >> 1;
    return p * powerOf2(half) * powerOf2(power - half);
  }

  /** eˣ + 1; 1 and infinity where eˣ or its inverse is not a normal number. */
  private static float expPlus1(float x) {
    float c = clipped(x, LEAST_NORMAL, MOST);
    float shifted = Math.fma(c, LOG2_E, BIASED);
    return Math.fma(expOf(rest(c, shifted - BIASED)), powerOf2(shifted), 1f);
  }

  /** x − n ln 2. */
  private static float rest(float x, float n) {
    return Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
  }

  /** eʳ; even and odd powers side by side, since each sum waits for the one before it. */
  private static float expOf(float r) {
    float square = r * r;
    float p = Math.fma(Math.fma(E0, r, E1), square, Math.fma(E2, r, E3));
    p = Math.fma(p, square, Math.fma(E4, r, E5));
    return Math.fma(p, square, r) + 1f;
  }

  /** The power of 2 whose exponent the last bits of {@code shifted} are. */
  private static float powerOf2(float shifted) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(shifted) << EXPONENT_SHIFT);
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
    return 1f - 2f / expPlus1(2f * x);
  }

  /** tanh(ln(1 + e)) = e·(e + 2) / (e·(e + 2) + 2). */
  private static float mish(float x) {
    float c = clipped(x, LEAST_NORMAL, MISH_IS_X);
    float shifted = Math.fma(c, LOG2_E, BIASED);
    float e = expOf(rest(c, shifted - BIASED)) * powerOf2(shifted);
    float n = e * (e + 2f);
    return x * (n / (n + 2f));
  }
}
