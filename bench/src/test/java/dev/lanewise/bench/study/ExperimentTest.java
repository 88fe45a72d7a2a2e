package dev.lanewise.bench.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.bench.study.Experiment.Inputs;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExperimentTest {
  static Stream<Experiment> all() {
    return Experiment.all(8).stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void sampleFollowsFromDepthAndSeed(Experiment experiment) {
    var one = experiment.sample(2, 3);
    assertThat(experiment.sample(2, 3)).usingRecursiveComparison().isEqualTo(one);
    assertThat(experiment.sample(2, 4).variance()).isNotEqualTo(one.variance());
    assertThat(one.variance()).isPositive();
    assertThat(one.covariance()).isLessThan(one.variance());
    assertThat(one.autocorrelation()[0]).isCloseTo(1, within(1e-12));
  }

  @Test
  void blocksHaveTwoConvolutionsEach() {
    assertThat(all().filter(each -> each.inputs() == Inputs.PICTURES))
        .hasSize(3)
        .allMatch(experiment -> experiment.has(2) && !experiment.has(3));
    assertThat(all().filter(each -> each.inputs() != Inputs.PICTURES))
        .allMatch(each -> each.has(1));
  }

  /** He's weights keep the variance; a skip doubles it. 400 readouts leave some 10 % of noise. */
  @Test
  void variancesWithoutBatchNormsAreThePapers() {
    assertThat(variance(new FullyConnected("p", "p", Inputs.SCALARS, false, false, 1, 64), 3))
        .isCloseTo(1, within(0.3));
    assertThat(variance(new FullyConnected("r", "r", Inputs.SCALARS, true, false, 1, 64), 3))
        .isCloseTo(8, within(2.4));
  }

  /** Where inputs are independent, half of the neurons are active, and a quarter at two of them. */
  @Test
  void layersHalveTheCorrelationAtIndependentInputs() {
    var plain = new FullyConnected("i", "i", Inputs.INDEPENDENT, false, true, 1, 64);
    var samples = IntStream.range(0, 10).mapToObj(seed -> plain.sample(2, seed)).toList();
    var all = IntStream.range(0, 10).toArray();
    assertThat(new Measured(plain, 2, samples).correlation(all)).isCloseTo(0.25, within(0.05));
  }

  private static double variance(Experiment experiment, int depth) {
    return IntStream.range(0, 100)
        .mapToDouble(seed -> experiment.sample(depth, seed).variance())
        .average()
        .orElseThrow();
  }
}
