package dev.lanewise.engine.internal.exec;

import com.sun.management.ThreadMXBean;
import dev.lanewise.engine.internal.parallel.ThreadTeam;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** Counts with the JVM's own counters; used by the thread that made it. */
final class ThreadMeter implements Meter {
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final long[] ids;
  private final boolean counts;

  /** Of the calling thread alone. */
  ThreadMeter() {
    this(new long[0]);
  }

  /** Of the calling thread and its workers. */
  ThreadMeter(ThreadTeam team) {
    this(team.workerIds());
  }

  private ThreadMeter(long[] workers) {
    ids = Arrays.copyOf(workers, workers.length + 1);
    ids[workers.length] = Thread.currentThread().threadId();
    counts = threads.isThreadAllocatedMemorySupported() && threads.isThreadAllocatedMemoryEnabled();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public long allocated() {
    if (!counts) {
      return 0;
    }
    long sum = 0;
    for (long id : ids) {
      // −1 of a virtual thread.
      sum += Math.max(0, threads.getThreadAllocatedBytes(id));
    }
    return sum;
  }
}
