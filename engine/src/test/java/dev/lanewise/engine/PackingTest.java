package dev.lanewise.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Window;
import dev.lanewise.engine.reference.Interpreter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Weights are packed when the first session is made, by its threads, and once. */
class PackingTest {
  @Test
  void onlyTheFirstSessionPacks() {
    try (var model = Model.compile(EveryOperator.graph())) {
      long before = model.weightBytes();
      model.newSession(SessionOptions.DEFAULT).close();
      long packed = model.weightBytes();
      assertThat(packed).isGreaterThan(before);
      model.newSession(SessionOptions.DEFAULT.withThreads(3)).close();
      assertThat(model.weightBytes()).isEqualTo(packed);
    }
  }

  @Test
  void sessionsMadeAtTheSameTimeShareTheWeightsAndFindThemFilled() throws Exception {
    int sessions = 6;
    var input = EveryOperator.input(2);
    for (int round = 0; round < 10; round++) {
      try (var model = Model.compile(EveryOperator.graph());
          var executor = Executors.newFixedThreadPool(sessions)) {
        var expected = Interpreter.run(model.graph(), Map.of("x", input));
        var together = new CyclicBarrier(sessions);
        var tasks = new ArrayList<Callable<float[]>>();
        for (int i = 0; i < sessions; i++) {
          int threads = 1 + i % 3;
          tasks.add(
              () -> {
                together.await();
                try (var session = model.newSession(SessionOptions.DEFAULT.withThreads(threads))) {
                  session.input().copyFrom(input);
                  session.run();
                  return session.output("softmax").toArray(Layout.NCHW);
                }
              });
        }
        for (var result : executor.invokeAll(tasks)) {
          assertThat(result.get())
              .isEqualTo(requireNonNull(expected.get("softmax")).toArray(Layout.NCHW));
        }
      }
    }
  }

  /** The second session finds the form that the first could not fill, and fills it. */
  @Test
  void weightsThatAreGoneAreRefusedEachTimeAndLeaveNothingOpen() {
    var weights = Tensor.allocate(Shape.of(40, 3, 3, 3), Layout.NCHW);
    var graph = Graph.builder("gone");
    graph.input("x", Shape.of(1, 3, 8, 8));
    graph.constant("conv.weight", weights);
    graph.node("conv", new Conv(Window.of(3)), "x", "conv.weight");
    graph.output("conv");
    var model = Model.compile(graph.build());
    weights.close();
    for (int i : List.of(1, 2, 3)) {
      assertThatThrownBy(() -> model.newSession(SessionOptions.DEFAULT.withThreads(i)))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(threadsOf("lanewise-gone")).isZero();
    model.close();
  }

  private static long threadsOf(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(name))
        .count();
  }
}
