package dev.lanewise.bench.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Times work that is repeated. A figure for the end of a run, not a benchmark: those are JMH's.
 *
 * @param warmUp how long to repeat the work before it counts; it runs once at least
 * @param measured how long to repeat it while it counts; once at least
 * @param clock nanoseconds since some time
 */
record Timing(Duration warmUp, Duration measured, LongSupplier clock) {
  /** Long enough for C2 to have compiled the loops of a small network. */
  static final Timing DEFAULT =
      new Timing(Duration.ofSeconds(1), Duration.ofSeconds(1), System::nanoTime);

  /** The median time of {@code work}, in milliseconds. */
  double medianMillis(Runnable work) {
    repeat(work, warmUp);
    return median(repeat(work, measured));
  }

  private List<Double> repeat(Runnable work, Duration least) {
    List<Double> millis = new ArrayList<>();
    long start = clock.getAsLong();
    long now = start;
    do {
      work.run();
      long end = clock.getAsLong();
      millis.add((end - now) / 1e6);
      now = end;
    } while (now - start < least.toNanos());
    return millis;
  }

  /** The middle one, or the mean of the two middle ones; 0 of none. */
  static double median(List<Double> values) {
    if (values.isEmpty()) {
      return 0;
    }
    var sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }
}
