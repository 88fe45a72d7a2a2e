package dev.lanewise.engine;

import dev.lanewise.engine.internal.kernel.KernelSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/**
 * Does what a process does before it is warm: with scalar kernels, and nothing in the background.
 */
final class Cold {
  private Cold() {}

  /** Whether there is a difference: whether warm kernels are others. */
  static boolean isPossible() {
    return KernelSet.chosen().bits() > 0;
  }

  static <T> T get(Supplier<T> work) {
    var done = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    // As long as one thread warms up, no session starts another.
    var pretender =
        Thread.ofPlatform()
            .start(
                () ->
                    KernelSet.warming(
                        () -> {
                          begun.countDown();
                          awaitQuietly(done);
                        }));
    awaitQuietly(begun);
    KernelSet.setWarm(false);
    try {
      return work.get();
    } finally {
      KernelSet.setWarm(true);
      done.countDown();
      joinQuietly(pretender);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void joinQuietly(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
