package dev.lanewise.bench.study;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Intervals by drawing seeds anew with replacement: the 2.5 % and the 97.5 % quantile of a
 * statistic over the draws. The draws are always the same.
 *
 * <p>Source: Efron, "Bootstrap Methods: Another Look at the Jackknife", 1979.
 */
final class Bootstrap {
  private static final int DRAWS = 1000;

  private final int[] all;
  private final int[][] draws;

  /** Of this many seeds. */
  Bootstrap(int seeds) {
    all = new int[seeds];
    Arrays.setAll(all, seed -> seed);
    draws = new int[DRAWS][];
    var random = new SplittableRandom(seeds);
    Arrays.setAll(draws, _ -> random.ints(seeds, 0, seeds).toArray());
  }

  /** A statistic of all seeds, each once. */
  double all(ToDoubleFunction<int[]> statistic) {
    return statistic.applyAsDouble(all);
  }

  /** A statistic of all seeds, and its interval. */
  Interval of(ToDoubleFunction<int[]> statistic) {
    double[] values = Arrays.stream(draws).mapToDouble(statistic).sorted().toArray();
    return new Interval(all(statistic), values[DRAWS / 40], values[DRAWS - 1 - DRAWS / 40]);
  }
}
