package dev.lanewise.bench.study;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * An experiment at one depth.
 *
 * @param samples a network each, in the order of the seeds
 */
public record Measured(Experiment experiment, int depth, List<Sample> samples) {
  public Measured {
    samples = List.copyOf(samples);
  }

  /** Over the networks that these seeds number. */
  double variance(int[] seeds) {
    return mean(seeds, Sample::variance);
  }

  /** Over the networks that these seeds number. */
  double covariance(int[] seeds) {
    return mean(seeds, Sample::covariance);
  }

  /** Covariance by variance, both over the networks that these seeds number. */
  double correlation(int[] seeds) {
    return covariance(seeds) / variance(seeds);
  }

  /** Over the networks that these seeds number. */
  double autocorrelation(int[] seeds, int lag) {
    return mean(seeds, sample -> sample.autocorrelation()[lag]);
  }

  /** The largest lag. */
  int lags() {
    return samples.getFirst().autocorrelation().length - 1;
  }

  private double mean(int[] seeds, ToDoubleFunction<Sample> figure) {
    double sum = 0;
    for (int seed : seeds) {
      sum += figure.applyAsDouble(samples.get(seed));
    }
    return sum / seeds.length;
  }
}
