package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.internal.kernel.FmaChains;
import dev.lanewise.engine.internal.parallel.ThreadTeam;
import dev.lanewise.engine.internal.parallel.Work;

/** The most multiply-adds that a team can do, all its threads at once: measured, not known. */
final class PeakRate implements Work {
  /** Some 50 µs a part once it is compiled. */
  private static final int STEPS = 20_000;

  /** So many measurements in a row that none is better than those before. */
  private static final int QUIET = 10;

  private static final long LIMIT = 500_000_000;

  private final int threads;
  private final float[] results;

  private PeakRate(int threads) {
    this.threads = threads;
    results = new float[threads];
  }

  /** Multiply-adds a nanosecond. */
  static double of(ThreadTeam team) {
    var chains = new PeakRate(team.threads());
    long start = System.nanoTime();
    long fastest = Long.MAX_VALUE;
    int quiet = 0;
    long now = start;
    while (quiet < QUIET && now - start < LIMIT) {
      team.run(chains);
      long end = System.nanoTime();
      quiet = end - now < fastest - fastest / 50 ? 0 : quiet + 1;
      fastest = Math.min(fastest, end - now);
      now = end;
    }
    return (double) STEPS * FmaChains.flops() / 2 * chains.threads / fastest;
  }

  @Override
  public int parts() {
    return threads;
  }

  @Override
  public void run(int part, int worker) {
    results[part] = FmaChains.run(STEPS);
  }
}
