package dev.lanewise.bench.versus;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Waits until a process is idle: two windows in a row in which it uses next to no processor time.
 * Workers of thread pools go on spinning for some milliseconds after their last work, the JIT
 * compiles for as long as it has something to compile.
 *
 * <p>The kernel counts in ticks of 10 ms, hence two windows, each of two ticks.
 */
final class Idleness implements Runnable {
  private static final long WINDOW = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long MOST = TimeUnit.SECONDS.toNanos(2);

  /** The part of a window that an idle process may use. */
  private static final double IDLE = 0.05;

  private static final int WINDOWS = 2;

  private final LongSupplier cpuTime;
  private final LongSupplier clock;
  private final LongConsumer sleep;
  private int restless;

  /**
   * Of a process.
   *
   * @param cpuTime the processor time that it has used, in nanoseconds
   * @param clock nanoseconds since some time
   * @param sleep waits so many nanoseconds
   */
  Idleness(LongSupplier cpuTime, LongSupplier clock, LongConsumer sleep) {
    this.cpuTime = cpuTime;
    this.clock = clock;
    this.sleep = sleep;
  }

  /** Of this process. */
  static Idleness ofThisProcess() {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Idleness(system::getProcessCpuTime, System::nanoTime, LockSupport::parkNanos);
  }

  /** Waits, but two seconds at most. */
  @Override
  public void run() {
    long start = clock.getAsLong();
    int idle = 0;
    while (idle < WINDOWS) {
      if (clock.getAsLong() - start > MOST) {
        restless++;
        return;
      }
      long begin = clock.getAsLong();
      long before = cpuTime.getAsLong();
      sleep.accept(WINDOW);
      long used = cpuTime.getAsLong() - before;
      idle = used <= IDLE * (clock.getAsLong() - begin) ? idle + 1 : 0;
    }
  }

  /** How many times the wait was given up. */
  int restless() {
    return restless;
  }
}
