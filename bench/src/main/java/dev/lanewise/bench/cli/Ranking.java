package dev.lanewise.bench.cli;

import java.util.ArrayList;
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
    List<Guess> guesses = new ArrayList<>();
    IntStream.range(0, logits.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -logits[i]))
        .limit(count)
        .forEach(i -> guesses.add(new Guess(i, 0)));
    double total = sum;
    guesses.replaceAll(guess -> new Guess(guess.index(), exponentials[guess.index()] / total));
    return new Ranking(guesses);
  }
}
