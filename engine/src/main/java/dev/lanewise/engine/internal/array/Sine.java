package dev.lanewise.engine.internal.array;

/**
 * Sine and cosine in double to about 1e-15: {@link StrictMath} within an eighth of a turn, to which
 * the argument is reduced here since its own reduction allocates.
 *
 * <p>Source: Cody and Waite, "Software Manual for the Elementary Functions", 1980, chapter 8.
 */
final class Sine {
  private static final double QUARTER = Math.PI / 2;
  // π/2 less its nearest double
  private static final double QUARTER_REST = 6.123233995736766e-17;
  // Beyond, a quarter times the rounding of the quotient shows in a float32.
  private static final double BY_REDUCTION = 1e8;

  private Sine() {}

  static double sin(double x) {
    return Math.abs(x) < BY_REDUCTION ? turned(x, 0) : StrictMath.sin(x);
  }

  static double cos(double x) {
    return Math.abs(x) < BY_REDUCTION ? turned(x, 1) : StrictMath.cos(x);
  }

  /** The sine of x and so many quarters of a turn. */
  private static double turned(double x, int quarters) {
    double turns = Math.rint(x / QUARTER);
    double rest = Math.fma(-turns, QUARTER_REST, Math.fma(-turns, QUARTER, x));
    return switch (Math.floorMod((long) turns + quarters, 4)) {
      case 0 -> StrictMath.sin(rest);
      case 1 -> StrictMath.cos(rest);
      case 2 -> -StrictMath.sin(rest);
      default -> -StrictMath.cos(rest);
    };
  }
}
