package dev.lanewise.bench.conform;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Tensor;
import java.util.Arrays;
import java.util.Optional;

/**
 * How far an output may be from the stored one: |y − expected| ≤ absolute + relative · |expected|,
 * or relative to the largest magnitude in the whole output. Integers and truth values must be
 * equal.
 *
 * @param ofLargest whether the relative part is of the largest magnitude
 */
public record Tolerance(double relative, double absolute, boolean ofLargest) {
  /** That of the ONNX backend tests, {@code onnx.backend.test.runner}. */
  public static final Tolerance STANDARD = new Tolerance(1e-3, 1e-7, false);

  /**
   * For whole networks: sums in another order differ by a part of their terms, which may be far
   * larger than what is left of them.
   */
  public static final Tolerance NETWORK = new Tolerance(1e-4, 1e-5, true);

  /** The largest difference of two arrays of one shape. */
  static double difference(Tensor actual, Tensor expected) {
    double largest = 0;
    double[] a = values(actual);
    double[] b = values(expected);
    for (int i = 0; i < a.length; i++) {
      if (!same(a[i], b[i])) {
        double difference = Math.abs(a[i] - b[i]);
        // Not a number on one side only.
        largest = Double.isNaN(difference) ? Double.NaN : Math.max(largest, difference);
        if (Double.isNaN(largest)) {
          return largest;
        }
      }
    }
    return largest;
  }

  /** What is wrong with an output; empty if nothing is. */
  Optional<String> mismatch(String name, Tensor actual, Tensor expected) {
    if (!actual.shape().equals(expected.shape())) {
      return Optional.of(
          "%s has shape %s, expected %s".formatted(name, actual.shape(), expected.shape()));
    }
    if (actual.type().isInteger()) {
      return wholeMismatch(name, actual.toLongs(), expected.toLongs());
    }
    double[] a = values(actual);
    double[] b = values(expected);
    double largest = Arrays.stream(b).map(Math::abs).filter(Double::isFinite).max().orElse(0);
    int beyond = 0;
    int first = -1;
    for (int i = 0; i < a.length; i++) {
      double allowed =
          !Double.isFinite(b[i]) ? 0 : absolute + relative * (ofLargest ? largest : Math.abs(b[i]));
      if (!same(a[i], b[i]) && !(Math.abs(a[i] - b[i]) <= allowed)) {
        first = beyond++ == 0 ? i : first;
      }
    }
    return beyond == 0
        ? Optional.empty()
        : Optional.of(
            "%s: %d of %d elements differ, the first is %s, expected %s; largest difference %s"
                .formatted(
                    name, beyond, a.length, a[first], b[first], difference(actual, expected)));
  }

  /** Beyond 2⁵³ doubles would take different numbers for the same. */
  private static Optional<String> wholeMismatch(String name, long[] actual, long[] expected) {
    int beyond = 0;
    int first = -1;
    for (int i = 0; i < actual.length; i++) {
      if (actual[i] != expected[i]) {
        first = beyond++ == 0 ? i : first;
      }
    }
    return beyond == 0
        ? Optional.empty()
        : Optional.of(
            "%s: %d of %d elements differ, the first is %d, expected %d"
                .formatted(name, beyond, actual.length, actual[first], expected[first]));
  }

  private static boolean same(double a, double b) {
    return a == b || (Double.isNaN(a) && Double.isNaN(b));
  }

  /** All elements, row-major. */
  private static double[] values(Tensor tensor) {
    if (tensor.type() != ElementType.F32) {
      var integers = tensor.toLongs();
      var values = new double[integers.length];
      Arrays.setAll(values, i -> integers[i]);
      return values;
    }
    var floats = tensor.toArray(Layout.NCHW);
    var values = new double[floats.length];
    Arrays.setAll(values, i -> floats[i]);
    return values;
  }
}
