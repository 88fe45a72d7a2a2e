package dev.lanewise.engine;

import dev.lanewise.engine.internal.kernel.KernelSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Makes the JIT compile the vector kernels while sessions run scalar ones: rehearses a session's
 * steps on a thread and over a slab of its own. The session takes vectors for each step that is
 * settled, and all sessions take them when that is done. One at a time in a process.
 *
 * <p>Holds the model's weights until it ends, some milliseconds after it was stopped.
 */
final class BackgroundWarmUp implements Runnable {
  private final Model model;
  private final Graph graph;
  private final SessionOptions options;
  private final AtomicIntegerArray settled;
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile boolean stopped;

  private BackgroundWarmUp(Model model, Graph graph, SessionOptions options, int works) {
    this.model = model;
    this.graph = graph;
    this.options = options;
    settled = new AtomicIntegerArray(works);
  }

  /** Starts with what a session of the model runs, so many works. */
  static BackgroundWarmUp start(Model model, Graph graph, SessionOptions options, int works) {
    var warmUp = new BackgroundWarmUp(model, graph, options, works);
    model.retain();
    try {
      Thread.ofPlatform().daemon().name("lanewise-warm-up").start(warmUp);
    } catch (Throwable noThread) {
      model.letGo();
      throw noThread;
    }
    return warmUp;
  }

  /** Whether the kernels of a work, of so many in the order of a run, are compiled. */
  boolean isSettled(int work) {
    return settled.get(work) != 0;
  }

  /** Ends it soon. */
  void stop() {
    stopped = true;
  }

  /** Ends it, and waits for that: for the part of a step that it is at. */
  void stopAndWait() {
    stop();
    try {
      end.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it does nothing any more. */
  boolean hasEnded() {
    return end.getCount() == 0;
  }

  @Override
  public void run() {
    try {
      KernelSet.warming(this::warmUp);
    } finally {
      end.countDown();
      model.letGo();
    }
  }

  private void warmUp() {
    try (var program = model.program(graph, options)) {
      program.rehearse(() -> !stopped, work -> settled.set(work, 1));
    } catch (RuntimeException | OutOfMemoryError failure) {
      // Runs make the JIT compile the kernels instead.
      System.getLogger("dev.lanewise.engine")
          .log(System.Logger.Level.DEBUG, "no warm-up of " + graph.name(), failure);
    }
    if (!stopped) {
      KernelSet.setWarm(true);
    }
  }
}
