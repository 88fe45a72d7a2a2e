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

/** Weights are packed and transformed once, by as many threads as there are. */
class PackingTest {
  @Test
  void onlyTheFirstSessionOfASizeTransforms() {
    try (var model = Model.compile(TiledNet.graph())) {
      var options = SessionOptions.of("x", TiledNet.input().shape());
      long before = model.weightBytes();
      model.newSession(options).close();
      long transformed = model.weightBytes();
      assertThat(transformed).isGreaterThan(before);
      model.newSession(options.withThreads(3)).close();
      assertThat(model.weightBytes()).isEqualTo(transformed);
    }
  }

  @Test
  void sessionsMadeAtTheSameTimeShareTheWeightsAndFindThemFilled() throws Exception {
    int sessions = 6;
    var input = EveryOperator.input(2);
    for (int round = 0; round < 10; round++) {
      var exact = CompileOptions.DEFAULT.withPrecision(Precision.EXACT);
      try (var model = Model.compile(EveryOperator.graph(), exact);
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

  @Test
  void weightsThatAreGoneAreRefusedAndLeaveNoThread() {
    var weights = Tensor.allocate(Shape.of(40, 3, 3, 3), Layout.NCHW);
    var graph = Graph.builder("gone");
    graph.input("x", Shape.of(1, 3, 8, 8));
    graph.constant("conv.weight", weights);
    graph.node("conv", new Conv(Window.of(3)), "x", "conv.weight");
    graph.output("conv");
    var built = graph.build();
    weights.close();
    for (int threads : List.of(1, 2, 3)) {
      assertThatThrownBy(() -> Model.compile(built, CompileOptions.DEFAULT.withThreads(threads)))
          .isInstanceOf(SessionStateException.class)
          .hasMessageContainingAll("conv.weight", "gone");
    }
    assertThat(threadsOf("lanewise-compile-gone")).isZero();
  }

  /** No bit of the result depends on who packed which part. */
  @Test
  void anyNumberOfThreadsPacksTheSameWeights() {
    var input = TiledNet.input();
    float[] expected = null;
    for (int threads : List.of(1, 2, 5)) {
      try (var model =
              Model.compile(TiledNet.graph(), CompileOptions.DEFAULT.withThreads(threads));
          var session =
              model.newSession(SessionOptions.of("x", input.shape()).withThreads(threads))) {
        session.input().copyFrom(input);
        session.run();
        var outputs = session.outputs().values().iterator().next().toArray(Layout.NCHW);
        if (expected != null) {
          assertThat(outputs).isEqualTo(expected);
        }
        expected = outputs;
      }
    }
  }

  @Test
  void fewerThanOneThreadIsRefused() {
    assertThatThrownBy(() -> CompileOptions.DEFAULT.withThreads(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
  }

  private static long threadsOf(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(name))
        .count();
  }
}
