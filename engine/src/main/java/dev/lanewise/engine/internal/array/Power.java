package dev.lanewise.engine.internal.array;

/**
 * aᵇ in double to about 1e-13, as {@link dev.lanewise.engine.op.Binary.Function#POW} states it: not
 * by {@link StrictMath#pow}, which allocates.
 */
final class Power {
  private static final double BY_PRODUCTS = 64;

  private Power() {}

  static double of(double a, double b) {
    boolean whole = b == Math.rint(b);
    if (whole && Math.abs(b) <= BY_PRODUCTS) {
      double power = byProducts(a, (int) Math.abs(b));
      return b < 0 ? 1 / power : power;
    }
    if (b == 0.5) {
      return Math.sqrt(a);
    }
    if (a < 0 && !whole) {
      return Double.NaN;
    }
    double magnitude = StrictMath.exp(b * StrictMath.log(Math.abs(a)));
    boolean odd = whole && Math.abs(b % 2) == 1;
    return a < 0 && odd ? -magnitude : magnitude;
  }

  private static double byProducts(double a, int b) {
    double result = 1;
    double square = a;
    for (int rest = b; rest > 0; rest >>= 1) {
      if ((rest & 1) == 1) {
        result *= square;
      }
      square *= square;
    }
    return result;
  }
}
