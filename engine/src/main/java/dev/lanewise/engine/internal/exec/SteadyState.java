package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.internal.parallel.ThreadTeam;
import dev.lanewise.engine.internal.parallel.Work;
import java.util.Arrays;

/**
 * Runs the works of a program until the JIT has done what it will do for them.
 *
 * <p>A work is settled when so many repetitions in a row allocated nothing and none was faster than
 * those before: only the JIT makes a work faster for good, whatever else the machine does makes one
 * slower. A pass runs all works in order, so that what they share is compiled for all of them, and
 * repeats those that are not settled, twice as often in each pass: a kernel that a run calls rarely
 * is as hot after a few passes as one that it calls all the time. That all are settled must last a
 * while, since the JIT's queue is a while long.
 *
 * <p>Works read their input and write their output and nothing else, so that repeating one changes
 * nothing.
 */
final class SteadyState {
  /** As many repetitions as show that a work is settled. */
  private static final int QUIET = 6;

  /**
   * So many without allocation are enough, however their times fall: on a busy machine the one that
   * nobody disturbs may come late, and looks like progress.
   */
  private static final int CALM = 30;

  /** So many nanoseconds all works must stay settled. */
  private static final long LASTING = 300_000_000;

  /** Later passes repeat no more often, so that the profile stays one of all works. */
  private static final int MOST_REPETITIONS = 32;

  private final Work[] works;
  private final ThreadTeam team;
  private final Meter meter;
  private final long[] fastest;
  private final long[] allocated;
  private final int[] quiet;
  private final int[] calm;
  private int passes;

  SteadyState(Work[] works, ThreadTeam team, Meter meter) {
    this.works = works;
    this.team = team;
    this.meter = meter;
    fastest = new long[works.length];
    Arrays.fill(fastest, Long.MAX_VALUE);
    allocated = new long[works.length];
    quiet = new int[works.length];
    calm = new int[works.length];
  }

  /**
   * Runs until all works are settled, or the time is up; one pass at least.
   *
   * @param limit nanoseconds
   * @return whether all are settled
   */
  boolean reach(long limit) {
    long start = meter.nanos();
    long settled = start;
    boolean lasts = false;
    do {
      int repetitions = Math.min(MOST_REPETITIONS, 1 << Math.min(passes, 30));
      for (int i = 0; i < works.length; i++) {
        repeat(i, repetitions, start, limit);
      }
      passes++;
      long now = meter.nanos();
      boolean all = areSettled();
      if (!all || !lasts) {
        settled = now;
      } else if (now - settled >= LASTING) {
        return true;
      }
      lasts = all;
    } while (meter.nanos() - start < limit);
    return false;
  }

  private void repeat(int i, int repetitions, long start, long limit) {
    boolean inTime = true;
    for (int n = 0; n == 0 || (n < repetitions && !isSettled(i) && inTime); n++) {
      long before = meter.allocated();
      long from = meter.nanos();
      team.run(works[i]);
      long to = meter.nanos();
      allocated[i] = meter.allocated() - before;
      inTime = to - start < limit;
      // A tenth is more than a clock's grain or a cache's mood gives.
      boolean faster = to - from < fastest[i] - fastest[i] / 10;
      fastest[i] = Math.min(fastest[i], to - from);
      calm[i] = allocated[i] == 0 ? calm[i] + 1 : 0;
      quiet[i] = allocated[i] == 0 && !faster ? quiet[i] + 1 : 0;
    }
  }

  private boolean areSettled() {
    for (int i = 0; i < works.length; i++) {
      if (!isSettled(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean isSettled(int work) {
    return quiet[work] >= QUIET || calm[work] >= CALM;
  }

  /** How often all works were run one after the other. */
  int passes() {
    return passes;
  }

  /** The shortest time that a work took, in nanoseconds. */
  long fastest(int work) {
    return fastest[work];
  }

  /** What a work allocated the last time, in bytes. */
  long allocated(int work) {
    return allocated[work];
  }
}
