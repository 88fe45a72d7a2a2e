package dev.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lanewise.engine.internal.kernel.KernelSet;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process starts with scalar kernels, and turns to vectors while it runs. */
class BackgroundWarmUpTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @BeforeEach
  void becomeCold() {
    assumeThat(Cold.isPossible()).as("vectors, which this run was told to do without").isTrue();
    KernelSet.setWarm(false);
  }

  @AfterEach
  void becomeWarm() {
    KernelSet.setWarm(true);
  }

  @Test
  void runsTurnToVectorsAndKeepTheirBits() throws InterruptedException {
    var inputs = Map.of("x", TiledNet.input());
    try (var model = Model.compile(TiledNet.graph());
        var session = model.newSession(EngineRun.options(inputs, 2))) {
      var first = EngineRun.run(session, inputs);
      assertThat(KernelSet.isWarm()).isFalse();
      long start = System.nanoTime();
      while (!KernelSet.isWarm()) {
        assertThat(System.nanoTime() - start).isLessThan(PATIENCE.toNanos());
        SameBits.check(first, EngineRun.run(session, inputs));
        Thread.sleep(1);
      }
      SameBits.check(first, EngineRun.run(session, inputs));
    }
    awaitEnd();
  }

  /** A session's steps may take vectors while another runs: kernels of both kinds in one run. */
  @Test
  void sessionsSideBySideKeepTheirBits() throws Exception {
    try (var threads = Executors.newFixedThreadPool(2)) {
      var tiled = threads.submit(() -> runUntilWarm(TiledNet.graph(), TiledNet.input()));
      var every = threads.submit(() -> runUntilWarm(EveryOperator.graph(), EveryOperator.input(1)));
      tiled.get();
      every.get();
    }
    awaitEnd();
  }

  private static void runUntilWarm(Graph graph, Tensor input) {
    var inputs = Map.of(graph.inputs().keySet().iterator().next(), input);
    try (var model = Model.compile(graph);
        var session = model.newSession(EngineRun.options(inputs, 2))) {
      var first = EngineRun.run(session, inputs);
      long start = System.nanoTime();
      do {
        assertThat(System.nanoTime() - start).isLessThan(PATIENCE.toNanos());
        SameBits.check(first, EngineRun.run(session, inputs));
      } while (!KernelSet.isWarm());
    }
  }

  /** Several times, since it may be at any point of its work; that it failed would be logged. */
  @Test
  void closingEndsItAndLeavesItItsWeights() throws InterruptedException {
    var records = new CopyOnWriteArrayList<LogRecord>();
    var logger = Logger.getLogger("dev.lanewise.engine");
    var handler = new LogRecorder(records);
    logger.addHandler(handler);
    logger.setLevel(Level.ALL);
    try {
      var inputs = Map.of("x", TiledNet.input());
      for (int i = 0; i < 30; i++) {
        var model = Model.compile(TiledNet.graph());
        var session = model.newSession(EngineRun.options(inputs, 1));
        EngineRun.run(session, inputs);
        Thread.sleep(i);
        session.close();
        model.close();
        awaitEnd();
        KernelSet.setWarm(false);
      }
    } finally {
      logger.setLevel(null);
      logger.removeHandler(handler);
    }
    assertThat(records).isEmpty();
  }

  @Test
  void anotherSessionStartsItAgain() throws InterruptedException {
    var inputs = Map.of("x", TiledNet.input());
    try (var model = Model.compile(TiledNet.graph())) {
      try (var session = model.newSession(EngineRun.options(inputs, 1))) {
        EngineRun.run(session, inputs);
      }
      awaitEnd();
      try (var session = model.newSession(EngineRun.options(inputs, 1))) {
        EngineRun.run(session, inputs);
        long start = System.nanoTime();
        while (!KernelSet.isWarm()) {
          assertThat(System.nanoTime() - start).isLessThan(PATIENCE.toNanos());
          Thread.sleep(10);
        }
      }
    }
  }

  @Test
  void aWarmUpInTheForegroundNeedsNone() throws InterruptedException {
    var inputs = Map.of("x", TiledNet.input());
    try (var model = Model.compile(TiledNet.graph());
        var session = model.newSession(EngineRun.options(inputs, 1))) {
      EngineRun.run(session, inputs);
      session.warmUp(Duration.ofMillis(1));
      assertThat(KernelSet.isWarm()).isTrue();
      // It waits, since there is one that rehearses at a time.
      assertThat(KernelSet.isWarming()).isFalse();
    }
  }

  private static void awaitEnd() throws InterruptedException {
    long start = System.nanoTime();
    while (KernelSet.isWarming()) {
      assertThat(System.nanoTime() - start).isLessThan(PATIENCE.toNanos());
      Thread.sleep(1);
    }
  }
}
