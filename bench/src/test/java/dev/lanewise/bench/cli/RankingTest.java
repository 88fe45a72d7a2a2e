package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.bench.cli.Ranking.Guess;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankingTest {
  /** A few roundings in double. */
  private static final Offset<Double> ROUNDING = Offset.offset(1e-15);

  @Test
  void likeliestComesFirstWithItsProbability() {
    var top = Ranking.of(new float[] {0, 2, 1}, 2).top();
    double sum = 1 + Math.exp(1) + Math.exp(2);
    assertThat(top).extracting(Guess::index).containsExactly(1, 2);
    assertThat(top.get(0).probability()).isCloseTo(Math.exp(2) / sum, ROUNDING);
    assertThat(top.get(1).probability()).isCloseTo(Math.exp(1) / sum, ROUNDING);
  }

  @Test
  void equalOnesComeInTheOrderOfTheirIndices() {
    var top = Ranking.of(new float[] {1, 3, 3, 1}, 4).top();
    assertThat(top).extracting(Guess::index).containsExactly(1, 2, 0, 3);
  }

  @Test
  void thoseTooUnlikelyForADoubleKeepTheirOrder() {
    var top = Ranking.of(new float[] {-900, 0, -800}, 3).top();
    assertThat(top).extracting(Guess::index).containsExactly(1, 2, 0);
  }

  @Test
  void probabilitiesStayAsTheyAre() {
    var top = Ranking.ofProbabilities(new float[] {0.25f, 0.75f}, 2).top();
    assertThat(top).containsExactly(new Guess(1, 0.75), new Guess(0, 0.25));
  }

  @Test
  void askingForMoreThanThereAreGivesAll() {
    var top = Ranking.of(new float[] {5, 4}, 100).top();
    assertThat(top).hasSize(2);
    assertThat(top.stream().mapToDouble(Guess::probability).sum()).isCloseTo(1, ROUNDING);
  }

  @Test
  void largeLogitsDoNotOverflow() {
    var top = Ranking.of(new float[] {3e38f, -3e38f}, 2).top();
    assertThat(top.get(0).probability()).isEqualTo(1);
    assertThat(top.get(1).probability()).isEqualTo(0);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void logitThatIsNotFiniteIsRefused(float logit) {
    assertThatThrownBy(() -> Ranking.of(new float[] {0, logit}, 1))
        .isInstanceOf(WorkFailedException.class)
        .hasMessage("the network's output is not finite: " + logit);
  }
}
