package dev.lanewise.engine;

import static java.util.Objects.requireNonNull;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** A service's first steps in a process of its own: warms up, then runs. */
final class FreshProcess {
  private FreshProcess() {}

  /** Fails unless the runs after the warm-up allocate nothing. */
  public static void main(String[] arguments) {
    var threads = requireNonNull(ManagementFactory.getPlatformMXBean(ThreadMXBean.class));
    try (var model = Model.compile(EveryOperator.graph());
        var session = model.newSession(SessionOptions.DEFAULT.withThreads(1))) {
      session.input().copyFrom(EveryOperator.input(1));
      var result = session.warmUp();
      long allocated = Long.MAX_VALUE;
      // Kernels that are not compiled well allocate each time; the JVM may do so now and then.
      for (int block = 0; block < 3; block++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10; i++) {
          session.run();
        }
        allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
      }
      if (allocated > 0) {
        throw new AssertionError(allocated + " bytes in each ten runs after " + result);
      }
    }
  }
}
