package dev.lanewise.bench.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {
  @Test
  void equalGradientsAreWhollyCorrelated() {
    var sample = Sample.of(List.of(new double[] {3, 3, 3, 3}), 4);
    assertThat(sample.variance()).isEqualTo(9);
    assertThat(sample.covariance()).isEqualTo(9);
    // Nothing is left when the mean is taken away.
    assertThat(sample.autocorrelation()).containsExactly(0, 0);
  }

  @Test
  void everyPairCountsOnce() {
    // 1·2 + 1·4 + 2·4 = 14, of three pairs; 1 + 4 + 16 = 21, of three gradients.
    var sample = Sample.of(List.of(new double[] {1, 2, 4}), 3);
    assertThat(sample.variance()).isEqualTo(7);
    assertThat(sample.covariance()).isCloseTo(14.0 / 3, within(1e-12));
  }

  @Test
  void gradientsOfSeveralFeaturesAreComparedByTheirProduct() {
    // (1, 2) · (3, −1) = 1; 5 and 10 with themselves.
    var sample = Sample.of(List.of(new double[] {1, 2, 3, -1}), 2);
    assertThat(sample.variance()).isEqualTo(7.5);
    assertThat(sample.covariance()).isCloseTo(1, within(1e-12));
  }

  @Test
  void readoutsAreAveraged() {
    var sample = Sample.of(List.of(new double[] {1, 1}, new double[] {1, -1}), 2);
    assertThat(sample.variance()).isEqualTo(1);
    assertThat(sample.covariance()).isZero();
  }

  @Test
  void autocorrelationOfAlternatingGradients() {
    var sample = Sample.of(List.of(new double[] {6, 4, 6, 4, 6, 4, 6, 4}), 8);
    // Seven, then six pairs of neighbours in a sum of eight squares.
    assertThat(sample.autocorrelation()).containsExactly(1, -7.0 / 8, 6.0 / 8);
  }
}
