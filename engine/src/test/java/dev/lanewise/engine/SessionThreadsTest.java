package dev.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Window;
import dev.lanewise.engine.reference.Interpreter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several threads at one session, which is misuse, and at one model, which is not. */
@Timeout(60)
class SessionThreadsTest {
  private static final Shape PICTURE = Shape.of(1, 256, 128, 128);

  /** A run of 10 billion multiply-adds: long enough to be met under way. */
  private static Graph graph() {
    var graph = Graph.builder("busy");
    graph.input("x", PICTURE);
    graph.constant("conv.weight", WholeNumbers.tensor(1, 256, 256, 3, 3));
    graph.node("conv", new Conv(Window.of(3).pad(1)), "x", "conv.weight");
    graph.output("conv");
    return graph.build();
  }

  /** Does something while another thread is inside {@code session.run()}. */
  private static void during(Session session, Runnable action) throws Exception {
    try (var executor = Executors.newSingleThreadExecutor()) {
      Future<?> run = executor.submit(() -> session.run());
      assertThatThrownBy(() -> run.get(10, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      action.run();
      run.get();
    }
  }

  @Test
  void aSecondCallerIsRefusedAndTheFirstIsNotDisturbed() throws Exception {
    var x = WholeNumbers.tensor(2, 1, 256, 128, 128);
    var other = WholeNumbers.tensor(3, 1, 256, 128, 128);
    try (var model = Model.compile(graph(), EngineRun.EXACT);
        var session = model.newSession(SessionOptions.DEFAULT.withThreads(1))) {
      float[] expected = session.run(x).toArray(Layout.NHWC);
      during(
          session,
          () -> {
            assertThatThrownBy(session::run)
                .isInstanceOf(SessionStateException.class)
                .hasMessageContainingAll("busy", "running");
            assertThatThrownBy(() -> session.run(other))
                .isInstanceOf(SessionStateException.class)
                .hasMessageContainingAll("busy", "running");
          });
      assertThat(session.output().toArray(Layout.NHWC)).isEqualTo(expected);
      assertThat(session.input().toArray(Layout.NCHW)).isEqualTo(x.toArray(Layout.NCHW));
    }
  }

  @Test
  void aSessionRefusesToCloseDuringARun() throws Exception {
    try (var model = Model.compile(graph(), EngineRun.EXACT);
        var session = model.newSession(SessionOptions.DEFAULT.withThreads(1))) {
      during(
          session,
          () ->
              assertThatThrownBy(session::close)
                  .isInstanceOf(SessionStateException.class)
                  .hasMessageContainingAll("busy", "running"));
      session.run();
    }
  }

  @Test
  void anyThreadMayRunAndCloseASession() throws Exception {
    try (var executor = Executors.newSingleThreadExecutor();
        var model = Model.compile(EveryOperator.graph())) {
      var session = model.newSession(SessionOptions.DEFAULT.withThreads(3));
      var inputs = Map.of("x", EveryOperator.input(5));
      var here = EngineRun.run(session, inputs);
      SameBits.check(here, executor.submit(() -> EngineRun.run(session, inputs)).get());
      executor.submit(session::close).get();
    }
  }

  /** More callers than processors, each with its own session, at their own pace. */
  @Test
  void sessionsOfOneModelRunSideBySide() throws Exception {
    int callers = 4;
    try (var executor = Executors.newFixedThreadPool(callers);
        var model = Model.compile(EveryOperator.graph(), EngineRun.EXACT)) {
      var done = new ArrayList<Future<?>>();
      for (int caller = 0; caller < callers; caller++) {
        var inputs = Map.of("x", EveryOperator.input(caller));
        var expected = Interpreter.run(model.graph(), inputs);
        int threads = 1 + caller % 2;
        done.add(
            executor.submit(
                () -> {
                  for (int i = 0; i < 3; i++) {
                    try (var session = model.newSession(EngineRun.options(inputs, threads))) {
                      for (int run = 0; run < 10; run++) {
                        SameBits.check(expected, EngineRun.run(session, inputs));
                      }
                    }
                  }
                }));
      }
      for (var each : done) {
        each.get();
      }
    }
  }

  /**
   * Sessions with outputs of their own are compiled when they are asked for: by several at once.
   */
  @Test
  void sessionsWithOtherOutputsMayBeMadeAtOnce() throws Exception {
    var names = List.of("shifted", "deep", "grouped", "depthwise", "gap", "softmax");
    var inputs = Map.of("x", EveryOperator.input(9));
    try (var executor = Executors.newFixedThreadPool(names.size());
        var model = Model.compile(EveryOperator.graph(), EngineRun.EXACT)) {
      var done = new ArrayList<Future<?>>();
      for (var name : names) {
        done.add(
            executor.submit(
                () -> {
                  var options = EngineRun.options(inputs, 1).withOutput(name);
                  try (var session = model.newSession(options)) {
                    SameBits.check(
                        Interpreter.run(session.graph(), inputs), EngineRun.run(session, inputs));
                  }
                }));
      }
      for (var each : done) {
        each.get();
      }
    }
  }

  /** Many short works on more threads than processors: a part lost or done twice would show. */
  @Test
  @Tag("slow")
  void manyRunsOnManyThreadsGiveTheSameBits() {
    var inputs = Map.of("x", EveryOperator.input(6));
    try (var model = Model.compile(EveryOperator.graph(), EngineRun.EXACT);
        var session = model.newSession(EngineRun.options(inputs, 7))) {
      var expected = Interpreter.run(session.graph(), inputs);
      for (int run = 0; run < 2000; run++) {
        SameBits.check(expected, EngineRun.run(session, inputs));
      }
    }
  }
}
