package dev.lanewise.bench.versus;

import java.util.Arrays;
import java.util.Collection;

/**
 * The middle of some values and how far they lie apart.
 *
 * @param p10 a tenth of the values lie below
 * @param p90 a tenth of the values lie above
 */
public record Spread(double median, double p10, double p90) {

  /**
   * Of at least one value.
   *
   * @throws IllegalArgumentException of none
   */
  public static Spread of(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no values");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Spread(quantile(sorted, 0.5), quantile(sorted, 0.1), quantile(sorted, 0.9));
  }

  /** Of at least one value. */
  static double median(double[] values, int count) {
    double[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    return quantile(sorted, 0.5);
  }

  /** Linear between neighbours: Hyndman and Fan, "Sample Quantiles", 1996, definition 7. */
  private static double quantile(double[] sorted, double part) {
    double place = part * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
