package dev.lanewise.engine.internal.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The matrices compute what they are for, in double. */
class WinogradTransformTest {
  /** Some ten roundings of numbers up to 100, whose last bit is worth 1.4e-14. */
  private static final double ROUNDING = 1e-12;

  static Stream<WinogradTransform> transforms() {
    return Stream.of(
        WinogradTransform.F2,
        WinogradTransform.F4,
        // The textbook's points, and the largest that anybody uses.
        new WinogradTransform(0, 1, -1, 2, -2),
        new WinogradTransform(0, 1, -1, 2, -2, 0.5, -0.5));
  }

  private static double[] whole(Random random, int count) {
    return random.ints(count, -4, 5).asDoubleStream().toArray();
  }

  @ParameterizedTest
  @MethodSource("transforms")
  void productsOfTransformedLinesAreTheFilteredLine(WinogradTransform transform) {
    var random = new Random(1);
    for (int run = 0; run < 100; run++) {
      var d = whole(random, transform.inputs());
      var g = whole(random, 3);
      var factors = times(transform.inputMatrix(), d);
      var weights = times(transform.weightMatrix(), g);
      for (int i = 0; i < factors.length; i++) {
        factors[i] *= weights[i];
      }
      var y = times(transform.outputMatrix(), factors);
      assertThat(y).hasSize(transform.outputs());
      for (int k = 0; k < y.length; k++) {
        double sum = d[k] * g[0] + d[k + 1] * g[1] + d[k + 2] * g[2];
        assertThat(y[k]).isCloseTo(sum, within(ROUNDING));
      }
    }
  }

  /** Sums of halves of small whole numbers are doubles. */
  @Test
  void tilesOfTwoAreExact() {
    var random = new Random(2);
    for (int run = 0; run < 100; run++) {
      var d = whole(random, 4);
      var g = whole(random, 3);
      var factors = times(WinogradTransform.F2.inputMatrix(), d);
      var weights = times(WinogradTransform.F2.weightMatrix(), g);
      for (int i = 0; i < 4; i++) {
        factors[i] *= weights[i];
      }
      assertThat(times(WinogradTransform.F2.outputMatrix(), factors))
          .containsExactly(
              d[0] * g[0] + d[1] * g[1] + d[2] * g[2], d[1] * g[0] + d[2] * g[1] + d[3] * g[2]);
    }
  }

  private static double[] times(double[][] matrix, double[] vector) {
    var product = new double[matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int k = 0; k < vector.length; k++) {
        product[i] += matrix[i][k] * vector[k];
      }
    }
    return product;
  }
}
