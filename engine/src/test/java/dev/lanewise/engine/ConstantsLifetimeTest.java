package dev.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.engine.op.ConvTranspose;
import dev.lanewise.engine.op.Window;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Until when a model reads the constants of its graph. */
class ConstantsLifetimeTest {
  /** A graph whose constants end with the arena. */
  private static Graph copy(Graph graph, Arena arena) {
    var copy = Graph.builder(graph.name());
    graph.inputs().forEach((name, shape) -> copy.input(name, graph.type(name), shape));
    graph
        .constants()
        .forEach(
            (name, tensor) -> {
              var memory = arena.allocate(Math.max(tensor.segment().byteSize(), 1), 64);
              memory.copyFrom(tensor.segment());
              copy.constant(
                  name, Tensor.view(memory, tensor.type(), tensor.shape(), tensor.layout()));
            });
    graph.nodes().forEach(copy::node);
    graph.outputs().forEach(copy::output);
    return copy.build();
  }

  @ParameterizedTest
  @EnumSource
  void sessionsNeedNone(Precision precision) {
    check(EveryOperator.graph(), EveryOperator.input(1), precision);
    var arrays = EveryArrayOperator.graph();
    var floats =
        arrays.outputs().stream().filter(name -> arrays.type(name) == ElementType.F32).toList();
    check(arrays.withOutputs(floats), EveryArrayOperator.input(1), precision);
    check(TiledNet.graph(), TiledNet.input(), precision);
  }

  private static void check(Graph graph, Tensor input, Precision precision) {
    var inputs = Map.of(graph.inputs().keySet().iterator().next(), input);
    var options = CompileOptions.DEFAULT.withPrecision(precision);
    var own =
        EngineRun.options(inputs, 2)
            .withOutput(graph.outputs().getFirst())
            .withOutput(graph.outputs().getLast());
    var arena = Arena.ofShared();
    try (var model = Model.compile(copy(graph, arena), options);
        var whole = Model.compile(graph, options)) {
      model.newSession(own).close();
      arena.close();
      for (var session : List.of(EngineRun.options(inputs, 2), own)) {
        try (var expected = whole.newSession(session);
            var actual = model.newSession(session)) {
          SameBits.check(EngineRun.run(expected, inputs), EngineRun.run(actual, inputs));
        }
      }
    }
  }

  @Test
  void aClosedConstantIsRefusedByName() {
    var arena = Arena.ofShared();
    var graph = copy(TiledNet.graph(), arena);
    try (var model = Model.compile(graph)) {
      var options = SessionOptions.of("x", TiledNet.shape(1));
      model.newSession(options.withOutput("pool")).close();
      arena.close();
      // Compiled before, so that nothing is read.
      model.newSession(options.withOutput("pool")).close();
      assertThatThrownBy(() -> model.newSession(options.withOutput("third")))
          .isInstanceOf(SessionStateException.class)
          .hasMessageContainingAll("first.weight", "tiled", "closed");
    }
    assertThatThrownBy(() -> Model.compile(graph))
        .isInstanceOf(SessionStateException.class)
        .hasMessageContainingAll("first.weight", "tiled", "closed");
  }

  @Test
  void sessionsWithoutPicturesNeedNone() {
    var built = Graph.builder("upsampled");
    built.input("x", Shape.of(Shape.UNKNOWN, 4, 3, 3));
    built.constant("w", WholeNumbers.tensor(1, 4, 5, 2, 2));
    built.node("y", new ConvTranspose(Window.of(2).stride(2), 1, 0, 0), "x", "w");
    built.output("y");
    var arena = Arena.ofShared();
    try (var model = Model.compile(copy(built.build(), arena))) {
      arena.close();
      try (var session = model.newSession(SessionOptions.of("x", Shape.of(0, 4, 3, 3)))) {
        session.run();
        assertThat(session.output().shape()).isEqualTo(Shape.of(0, 5, 6, 6));
      }
    }
  }

  /** What found its place before the limit was reached must not wait for constants. */
  @Test
  void aLimitThatWasReachedHarmsNoOtherSession() {
    var graph = EveryOperator.graph();
    var inputs = Map.of("x", EveryOperator.input(1));
    long least;
    try (var model = Model.compile(graph, EngineRun.EXACT)) {
      least = model.weightBytes();
    }
    var own = EngineRun.options(inputs, 1);
    for (var node : graph.nodes()) {
      own = own.withOutput(node.name());
    }
    int refused = 0;
    for (int more = 0; more < 200_000; more += 2_000) {
      var arena = Arena.ofShared();
      var options = EngineRun.EXACT.withMaxWeightBytes(least + more);
      try (var model = Model.compile(copy(graph, arena), options)) {
        try {
          model.newSession(own).close();
        } catch (LimitException reached) {
          refused++;
        }
        assertThat(model.weightBytes()).isLessThanOrEqualTo(least + more);
        arena.close();
        model.newSession(EngineRun.options(inputs, 1)).close();
      }
    }
    assertThat(refused).isBetween(2, 99);
  }
}
