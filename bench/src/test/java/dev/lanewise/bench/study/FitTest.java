package dev.lanewise.bench.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FitTest {
  private static final Experiment PLAIN = Experiment.all(4).getFirst();

  @Test
  void exponentialIsFound() {
    var fits = fits(depth -> 0.7 * Math.pow(0.5, depth), 0);
    assertThat(fits).extracting(Fit::law).containsExactly(Law.EXPONENTIAL, Law.POWER);
    assertThat(fits.getFirst().rate().value()).isCloseTo(0.5, within(1e-12));
    assertThat(fits.getFirst().rate().low()).isCloseTo(0.5, within(1e-12));
    assertThat(fits.getFirst().scatter()).isCloseTo(0, within(1e-12));
    assertThat(fits.getLast().scatter()).isGreaterThan(0.1);
    assertThat(fits.getFirst().last()).isEqualTo(8);
  }

  @Test
  void powerIsFound() {
    var fit = fits(depth -> 0.7 / Math.sqrt(depth), 0).getLast();
    assertThat(fit.rate().value()).isCloseTo(-0.5, within(1e-12));
    assertThat(fit.scatter()).isCloseTo(0, within(1e-12));
  }

  @Test
  void intervalHoldsTheRateWhereSeedsDiffer() {
    var rate = fits(depth -> 0.7 / Math.sqrt(depth), 0.2).getLast().rate();
    assertThat(rate.low()).isLessThan(-0.5);
    assertThat(rate.high()).isGreaterThan(-0.5);
  }

  @Test
  void depthsFromTheFirstThatNoiseCoversAreLeftOut() {
    var fits = fits(depth -> depth == 5 ? 0 : Math.pow(0.5, depth), 0);
    assertThat(fits.getFirst().last()).isEqualTo(4);
    assertThat(fits(depth -> depth == 3 ? -0.1 : 0.5, 0)).isEmpty();
  }

  /** Of these correlations, half of the seeds above them by {@code spread} of each. */
  private static List<Fit> fits(IntToDoubleFunction correlation, double spread) {
    var measured =
        IntStream.rangeClosed(1, 8)
            .mapToObj(depth -> measured(depth, correlation.applyAsDouble(depth), spread))
            .toList();
    return StudyResult.of(measured).fits();
  }

  private static Measured measured(int depth, double correlation, double spread) {
    var samples =
        IntStream.range(0, 6)
            .mapToObj(seed -> 1 + ((seed + depth) % 2 == 0 ? spread : -spread))
            .map(factor -> new Sample(2, 2 * correlation * factor, new double[] {1}))
            .toList();
    return new Measured(PLAIN, depth, samples);
  }
}
