package dev.lanewise.engine;

import dev.lanewise.engine.internal.kernel.KernelSet;

/**
 * Makes the JIT compile the vector kernels while sessions run scalar ones: repeats a session's
 * steps on a thread and over a slab of its own, and lets all sessions turn to vectors when that is
 * done. One at a time in a process.
 *
 * <p>Holds the model's weights until it ends, some milliseconds after it was stopped.
 */
final class BackgroundWarmUp implements Runnable {
  private final Model model;
  private final Graph graph;
  private final SessionOptions options;
  private volatile boolean stopped;
  private volatile boolean ended;

  private BackgroundWarmUp(Model model, Graph graph, SessionOptions options) {
    this.model = model;
    this.graph = graph;
    this.options = options;
  }

  /** Starts with what a session of the model runs. */
  static BackgroundWarmUp start(Model model, Graph graph, SessionOptions options) {
    var warmUp = new BackgroundWarmUp(model, graph, options);
    model.retain();
    try {
      Thread.ofPlatform().daemon().name("lanewise-warm-up").start(warmUp);
    } catch (Throwable noThread) {
      model.letGo();
      throw noThread;
    }
    return warmUp;
  }

  /** Ends it soon. */
  void stop() {
    stopped = true;
  }

  /** Whether it does nothing any more. */
  boolean hasEnded() {
    return ended;
  }

  @Override
  public void run() {
    try {
      KernelSet.warming(this::warmUp);
    } finally {
      ended = true;
      model.letGo();
    }
  }

  private void warmUp() {
    try (var program = model.program(graph, options)) {
      program.rehearse(() -> !stopped);
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
