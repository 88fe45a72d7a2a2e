package dev.lanewise.bench.cli;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The likeliest classes of a picture, best first.
 *
 * @param top at most as many as were asked for
 */
record Ranking(List<Guess> top) {

  /** A class and its probability between 0 and 1. */
  record Guess(int index, double probability) {}

  Ranking {
    top = List.copyOf(top);
  }

  /**
   * Ranks by probability, equal ones by index.
   *
   * <pre>p[i] = exp(logits[i] − max) / Σ exp(logits[j] − max)     in double, j ascending</pre>
   *
   * @param count the most classes to keep; at least 1
   * @throws WorkFailedException if a logit is not finite
   */
  static Ranking of(float[] logits, int count) {
    double max = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      if (!Float.isFinite(logit)) {
        throw new WorkFailedException("the network's output is not finite: " + logit);
      }
      max = Math.max(max, logit);
    }
    double[] exponentials = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      exponentials[i] = StrictMath.exp(logits[i] - max);
      sum += exponentials[i];
    }
    for (int i = 0; i < exponentials.length; i++) {
      exponentials[i] /= sum;
    }
    return of(exponentials, logits, count);
  }

  /**
   * Ranks what are probabilities already.
   *
   * @param count the most classes to keep; at least 1
   * @throws WorkFailedException if one is not finite
   */
  static Ranking ofProbabilities(float[] probabilities, int count) {
    double[] values = new double[probabilities.length];
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(probabilities[i])) {
        throw new WorkFailedException("the network's output is not finite: " + probabilities[i]);
      }
      values[i] = probabilities[i];
    }
    return of(values, probabilities, count);
  }

  /** Probabilities in the order of {@code scores}, which tells those apart that are too small. */
  private static Ranking of(double[] probabilities, float[] scores, int count) {
    return new Ranking(
        IntStream.range(0, probabilities.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -scores[i]))
            .limit(count)
            .map(i -> new Guess(i, probabilities[i]))
            .toList());
  }
}
