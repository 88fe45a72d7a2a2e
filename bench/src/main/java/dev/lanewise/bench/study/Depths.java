package dev.lanewise.bench.study;

import java.util.stream.IntStream;

/**
 * From one depth to another.
 *
 * @param first at least 1
 * @param last at least as large
 */
public record Depths(int first, int last) {
  /** By how much a depth is larger than the one before, where that is more than one layer. */
  private static final double STEP = 1.15;

  /** Those that are measured: up to about ten all of them, then ever further apart; both ends. */
  public int[] measured() {
    return IntStream.iterate(first, depth -> depth <= last, this::next).toArray();
  }

  private int next(int depth) {
    int step = Math.max(1, (int) Math.rint(depth * (STEP - 1)));
    // What is left behind the next one must be half a step at least.
    boolean room = depth + step + step / 2 < last;
    return depth == last ? last + 1 : room ? depth + step : last;
  }
}
