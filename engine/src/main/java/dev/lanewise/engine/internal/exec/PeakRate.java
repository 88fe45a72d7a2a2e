package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.internal.kernel.FmaChains;
import dev.lanewise.engine.internal.parallel.ThreadTeam;
import dev.lanewise.engine.internal.parallel.Work;

/** The most multiply-adds that a team can do, all its threads at once: measured, not known. */
final class PeakRate implements Work {
  /** Short calls, since C2 compiles what is called often. */
  private static final int STEPS = 2_000;

  /** Some 50 µs a part once it is compiled. */
  private static final int CALLS = 10;

  /** So many measurements in a row that none is better than those before. */
  private static final int QUIET = 10;

  /**
   * And for so many nanoseconds: a thread that has just been woken may share the processor of the
   * one that woke it for some tens of milliseconds.
   */
  private static final long QUIET_NANOS = 100_000_000;

  /** Where C2 is late. */
  private static final long LIMIT = 1_000_000_000;

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
    long improved = start;
    int quiet = 0;
    long now = start;
    while ((quiet < QUIET || now - improved < QUIET_NANOS) && now - start < LIMIT) {
      team.run(chains);
      long end = System.nanoTime();
      quiet++;
      if (end - now < fastest - fastest / 50) {
        improved = end;
        quiet = 0;
      }
      fastest = Math.min(fastest, end - now);
      now = end;
    }
    return (double) CALLS * STEPS * FmaChains.flops() / 2 * chains.threads / fastest;
  }

  @Override
  public int parts() {
    return threads;
  }

  @Override
  public void run(int part, int worker) {
    float sum = 0;
    for (int call = 0; call < CALLS; call++) {
      sum += FmaChains.run(STEPS);
    }
    results[part] = sum;
  }
}
