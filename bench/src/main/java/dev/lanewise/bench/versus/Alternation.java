package dev.lanewise.bench.versus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Times two pieces of work in blocks of alternating order, so that what the machine does meanwhile
 * falls on both: ours, peer, pause; peer, ours, pause; and so on. There is a pause after every
 * block, since workers that still spin would steal from whoever comes next.
 *
 * @param block the least length of a block, which is of one run at least
 * @param rounds how many pairs of blocks; fewer, but two at least, where single runs are so long
 *     that it takes {@value #PATIENCE} times as long
 * @param pause waits until nothing runs any more
 * @param clock nanoseconds since some time
 */
public record Alternation(Duration block, int rounds, Runnable pause, LongSupplier clock) {
  /** How many times the intended time the rounds may take. */
  private static final int PATIENCE = 2;

  private static final int FEWEST_ROUNDS = 2;

  /** Warm is what runs no faster than a block before, by this part of the time. */
  private static final double STEADY = 0.02;

  private static final int FEWEST_WARM_UPS = 3;

  /** Fewer runs than this are interpreted for the most part, and steady at that. */
  private static final int FEWEST_WARM_RUNS = 50;

  /** The time that a warm-up may take, in blocks. */
  private static final int MOST_WARM_UPS = 20;

  /** Warms both up, one after the other, then times them. */
  public List<Round> time(Runnable ours, Runnable peer) {
    warmUp(ours);
    warmUp(peer);
    List<Round> timed = new ArrayList<>();
    long start = clock.getAsLong();
    long most = PATIENCE * 2L * rounds * block.toNanos();
    while (timed.size() < rounds
        && (timed.size() < FEWEST_ROUNDS || clock.getAsLong() - start < most)) {
      boolean oursFirst = timed.size() % 2 == 0;
      double first = block(oursFirst ? ours : peer);
      double second = block(oursFirst ? peer : ours);
      timed.add(oursFirst ? new Round(first, second) : new Round(second, first));
    }
    return timed;
  }

  private void warmUp(Runnable work) {
    long[] runs = new long[1];
    Runnable counted =
        () -> {
          work.run();
          runs[0]++;
        };
    long start = clock.getAsLong();
    long most = MOST_WARM_UPS * block.toNanos();
    double before = Double.POSITIVE_INFINITY;
    for (int blocks = 1; clock.getAsLong() - start < most; blocks++) {
      double now = block(counted);
      boolean steady = now > before * (1 - STEADY);
      if (steady && blocks >= FEWEST_WARM_UPS && runs[0] >= FEWEST_WARM_RUNS) {
        return;
      }
      before = Math.min(before, now);
    }
  }

  /** The median time of a run in milliseconds. */
  private double block(Runnable work) {
    var millis = new double[64];
    int runs = 0;
    long start = clock.getAsLong();
    long now = start;
    do {
      work.run();
      long end = clock.getAsLong();
      if (runs == millis.length) {
        millis = Arrays.copyOf(millis, 2 * runs);
      }
      millis[runs++] = (end - now) / 1e6;
      now = end;
    } while (now - start < block.toNanos());
    pause.run();
    return Spread.median(millis, runs);
  }
}
