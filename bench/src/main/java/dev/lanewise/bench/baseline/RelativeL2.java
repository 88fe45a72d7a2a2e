package dev.lanewise.bench.baseline;

/** How far two outputs are apart: ‖a − b‖ / ‖b‖ in double. */
public final class RelativeL2 {
  private RelativeL2() {}

  /**
   * The difference; NaN where an element is none, infinity where the lengths differ or b is zero
   * and a is not.
   */
  public static double of(float[] a, float[] b) {
    if (a.length != b.length) {
      return Double.POSITIVE_INFINITY;
    }
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < a.length; i++) {
      difference += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
      norm += (double) b[i] * b[i];
    }
    return difference == 0 ? 0 : Math.sqrt(difference / norm);
  }
}
