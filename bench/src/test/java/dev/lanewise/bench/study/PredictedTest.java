package dev.lanewise.bench.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PredictedTest {
  @Test
  void eachLayerHalvesAPlainNetworksCorrelation() {
    assertThat(Predicted.correlation(false, false, 1, 5)).isEqualTo(1.0 / 32);
    assertThat(Predicted.correlation(false, true, 1, 5)).isEqualTo(1.0 / 32);
  }

  @Test
  void skipLeavesThreeQuarters() {
    assertThat(Predicted.correlation(true, false, 1, 2)).isEqualTo(9.0 / 16);
  }

  /** (3/2) · (5/4) · (7/6) / 4, and then like the root. */
  @Test
  void batchNormMakesItARoot() {
    assertThat(Predicted.correlation(true, true, 1, 3))
        .isCloseTo(1.5 * 1.25 * 7 / 6 / 4, within(1e-15));
    double ratio =
        Predicted.correlation(true, true, 1, 4000) / Predicted.correlation(true, true, 1, 1000);
    assertThat(ratio).isCloseTo(0.5, within(1e-3));
  }

  @Test
  void smallBetaHardlyDecorrelates() {
    assertThat(Predicted.correlation(true, true, 0.1, 50)).isBetween(0.81, 0.82);
  }

  @Test
  void limitStartsFromOneAndFallsLikeTheSquare() {
    assertThat(WideLimit.correlation(2, 256, false, 0)).isCloseTo(1, within(1e-12));
    // θ between (2, 1) and (−2, 1) has cos θ = −0.6 and sin θ = 0.8.
    double behind = (0.8 + (Math.PI - Math.acos(-0.6)) * -0.6) / Math.PI;
    double ofMean = 10 * (1 - behind) / 16;
    assertThat(WideLimit.correlation(2, 256, false, 1))
        .isCloseTo((256 * ofMean - 1) / 255, within(1e-12));
    assertThat(WideLimit.correlation(2, 256, true, 1))
        .isCloseTo((256 * (ofMean + 1) / 2 - 1) / 255, within(1e-12));
  }
}
