package dev.lanewise.engine.internal.array;

/**
 * The error function in double, to about 1e-15: its Maclaurin series near 0, and the continued
 * fraction of its complement elsewhere.
 *
 * <p>Source: Abramowitz and Stegun, "Handbook of Mathematical Functions", 1964, 7.1.6 and 7.1.14.
 */
final class Erf {
  private static final double BY_SERIES = 2.5;
  private static final double ONE = 6; // from here on erf rounds to 1 as a double
  private static final int TERMS = 60;

  private Erf() {}

  static double of(double x) {
    double a = Math.abs(x);
    if (a >= ONE) {
      return Math.signum(x);
    }
    if (a < BY_SERIES) {
      return series(x);
    }
    return Math.signum(x) * (1 - complement(a));
  }

  /** 2/√π · e^(−x²) · Σ 2ⁿ x^(2n+1) / (2n+1)!!, whose terms are all of one sign. */
  private static double series(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; n < TERMS; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x) * sum;
  }

  /** e^(−x²)/√π · 1 / (x + ½ / (x + 1 / (x + ³⁄₂ / (x + …)))). */
  private static double complement(double x) {
    double fraction = x;
    for (int n = TERMS; n >= 1; n--) {
      fraction = x + n / 2.0 / fraction;
    }
    return StrictMath.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
  }
}
