package dev.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Relu;
import dev.lanewise.engine.op.Window;
import dev.lanewise.engine.reference.Interpreter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a session takes and refuses from one caller, and what it says. */
class SessionContractTest {
  private static final Shape ANY = Shape.of(Shape.UNKNOWN, 3, Shape.UNKNOWN, Shape.UNKNOWN);
  private static final Shape PICTURE = Shape.of(1, 3, 4, 5);

  /** Input {@code x}, nodes {@code conv} and {@code relu}; the latter is the output. */
  private static Graph graph() {
    var graph = Graph.builder("tiny");
    graph.input("x", ANY);
    graph.constant("conv.weight", WholeNumbers.tensor(1, 2, 3, 1, 1));
    graph.node("conv", new Conv(Window.of(1)), "x", "conv.weight");
    graph.node("relu", new Relu(), "conv");
    graph.output("relu");
    return graph.build();
  }

  private static Graph twoInputs() {
    var graph = Graph.builder("two");
    graph.input("a", ANY);
    graph.input("b", PICTURE);
    graph.node("relu", new Relu(), "a");
    graph.output("relu");
    graph.output("b");
    return graph.build();
  }

  @Test
  void runTakesATensorOfEitherLayout() {
    var planar = WholeNumbers.tensor(7, 1, 3, 4, 5);
    var interleaved = Tensor.managed(PICTURE, Layout.NHWC).copyFrom(planar);
    try (var model = Model.compile(graph());
        var session = model.newSession(SessionOptions.of("x", PICTURE))) {
      float[] first = session.run(planar).toArray(Layout.NCHW);
      assertThat(session.run(interleaved).toArray(Layout.NCHW)).isEqualTo(first);
      assertThat(first)
          .isEqualTo(
              EngineRun.first(Interpreter.run(graph(), Map.of("x", planar))).toArray(Layout.NCHW));
    }
  }

  @Test
  void inputsAndOutputsSayTheirShapeAndLayout() {
    try (var model = Model.compile(graph());
        var session = model.newSession(SessionOptions.of("x", PICTURE))) {
      assertThat(session.input()).isSameAs(session.input("x"));
      assertThat(session.input()).hasToString("float32 [1, 3, 4, 5] NHWC");
      assertThat(session.output()).isSameAs(session.output("relu"));
      assertThat(session.output()).hasToString("float32 [1, 2, 4, 5] NHWC");
      assertThat(session.outputs()).containsOnlyKeys("relu");
      assertThat(session.plan().threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
    }
  }

  @Test
  void closingAViewOfASessionDoesNothing() {
    try (var model = Model.compile(graph());
        var session = model.newSession(SessionOptions.of("x", PICTURE))) {
      session.input().close();
      session.output().close();
      assertThat(session.run(WholeNumbers.tensor(7, 1, 3, 4, 5)).get(0, 0, 0, 0)).isNotNaN();
    }
  }

  @Test
  void aFeedOfAnotherShapeIsRefusedWithBothShapes() {
    try (var model = Model.compile(graph());
        var session = model.newSession(SessionOptions.of("x", PICTURE))) {
      assertThatThrownBy(() -> session.run(WholeNumbers.tensor(7, 1, 3, 5, 4)))
          .isInstanceOf(ShapeException.class)
          .hasMessageContainingAll("[1, 3, 5, 4]", "[1, 3, 4, 5]");
      // Refusing it has not left the session in use.
      session.run(WholeNumbers.tensor(7, 1, 3, 4, 5));
    }
  }

  @Test
  void aMissingOrUnfittingInputShapeIsRefusedByName() {
    try (var model = Model.compile(graph())) {
      assertThatThrownBy(() -> model.newSession(SessionOptions.DEFAULT))
          .isInstanceOf(ShapeException.class)
          .hasMessageContainingAll("\"x\"", "[?, 3, ?, ?]");
      assertThatThrownBy(() -> model.newSession(SessionOptions.of("x", ANY)))
          .isInstanceOf(ShapeException.class)
          .hasMessageContainingAll("\"x\"", "[?, 3, ?, ?]");
      assertThatThrownBy(() -> model.newSession(SessionOptions.of("x", Shape.of(1, 4, 5, 5))))
          .isInstanceOf(ShapeException.class)
          .hasMessageContainingAll("\"x\"", "[?, 3, ?, ?]", "[1, 4, 5, 5]");
    }
  }

  @Test
  void inputsOfAKnownShapeMayBeLeftOut() {
    try (var model = Model.compile(twoInputs());
        var session = model.newSession(SessionOptions.of("a", Shape.of(2, 3, 1, 1)))) {
      assertThat(session.input("b").shape()).isEqualTo(PICTURE);
    }
  }

  @Test
  void unknownNamesAreRefusedWithThoseThatExist() {
    try (var model = Model.compile(graph());
        var session = model.newSession(SessionOptions.of("x", PICTURE))) {
      assertThatThrownBy(() -> session.input("y"))
          .isInstanceOf(GraphException.class)
          .hasMessageContainingAll("\"y\"", "[x]");
      assertThatThrownBy(() -> session.output("conv"))
          .isInstanceOf(GraphException.class)
          .hasMessageContainingAll("\"conv\"", "[relu]");
      assertThatThrownBy(() -> model.newSession(SessionOptions.of("y", PICTURE)))
          .isInstanceOf(GraphException.class)
          .hasMessageContainingAll("\"y\"", "[x]");
      assertThatThrownBy(
              () -> model.newSession(SessionOptions.of("x", PICTURE).withOutput("nothing")))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("\"nothing\"");
    }
  }

  @Test
  void withSeveralInputsOrOutputsOneMustBeNamed() {
    try (var model = Model.compile(twoInputs());
        var session = model.newSession(SessionOptions.of("a", PICTURE))) {
      assertThatThrownBy(session::input)
          .isInstanceOf(GraphException.class)
          .hasMessageContainingAll("2 inputs", "[a, b]");
      assertThatThrownBy(session::output)
          .isInstanceOf(GraphException.class)
          .hasMessageContainingAll("2 outputs", "[relu, b]");
      assertThatThrownBy(() -> session.run(WholeNumbers.tensor(7, 1, 3, 4, 5)))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("2 inputs");
    }
  }

  @Test
  void aRunThatCouldReturnSeveralOutputsIsRefusedBeforeItComputes() {
    try (var model = Model.compile(graph());
        var session =
            model.newSession(
                SessionOptions.of("x", PICTURE).withOutput("conv").withOutput("relu"))) {
      session.outputs().values().forEach(output -> output.segment().fill((byte) 0xFF));
      assertThatThrownBy(() -> session.run(WholeNumbers.tensor(7, 1, 3, 4, 5)))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("2 outputs");
      assertThat(session.output("relu").toArray(Layout.NHWC)).containsOnly(Float.NaN);
    }
  }

  @Test
  void threadsBeyondTheProcessorsTakeNoMemory() {
    int processors = Runtime.getRuntime().availableProcessors();
    try (var model = Model.compile(graph());
        var session = model.newSession(SessionOptions.of("x", PICTURE).withThreads(processors));
        var crowded = model.newSession(SessionOptions.of("x", PICTURE).withThreads(1_000_000))) {
      assertThat(crowded.plan()).isEqualTo(session.plan());
    }
  }

  @Test
  void valuesInTheMiddleCanBeAskedFor() {
    var inputs = Map.of("x", WholeNumbers.tensor(7, 1, 3, 4, 5));
    try (var model = Model.compile(graph());
        var own = model.newSession(SessionOptions.of("x", PICTURE));
        var session =
            model.newSession(
                SessionOptions.of("x", PICTURE).withOutput("conv").withOutput("relu"))) {
      var outputs = EngineRun.run(session, inputs);
      assertThat(outputs.keySet()).containsExactly("conv", "relu");
      SameBits.check(EngineRun.run(own, inputs), Map.of("relu", session.output("relu")));
      assertThat(session.output("conv").toArray(Layout.NCHW))
          .isEqualTo(
              IntegerLoops.conv(
                  Window.of(1),
                  1,
                  WholeNumbers.tensor(7, 1, 3, 4, 5),
                  WholeNumbers.tensor(1, 2, 3, 1, 1),
                  null));
    }
  }

  @Test
  void optionsOfFewerThanOneThreadAreRefused() {
    assertThatThrownBy(() -> SessionOptions.DEFAULT.withThreads(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
  }

  @Test
  void theGraphsConstantsAreNeededForCompilingOnly() {
    var weights = Tensor.allocate(Shape.of(2, 3, 1, 1), Layout.NCHW);
    weights.copyFrom(WholeNumbers.tensor(1, 2, 3, 1, 1));
    var graph = Graph.builder("tiny");
    graph.input("x", ANY);
    graph.constant("conv.weight", weights);
    graph.node("conv", new Conv(Window.of(1)), "x", "conv.weight");
    graph.output("conv");
    try (var model = Model.compile(graph.build())) {
      weights.close();
      try (var session = model.newSession(SessionOptions.of("x", PICTURE))) {
        assertThat(session.run(WholeNumbers.tensor(7, 1, 3, 4, 5)).toArray(Layout.NCHW))
            .isEqualTo(
                IntegerLoops.conv(
                    Window.of(1),
                    1,
                    WholeNumbers.tensor(7, 1, 3, 4, 5),
                    WholeNumbers.tensor(1, 2, 3, 1, 1),
                    null));
      }
    }
  }

  @Test
  void statisticsThatAreNoConstantAreRefusedNamingTheNode() {
    var graph = Graph.builder("dynamic");
    graph.input("x", ANY);
    graph.input("mean", Shape.of(3));
    graph.node("bn1", new BatchNorm(1e-5), "x", "mean", "mean", "mean", "mean");
    graph.output("bn1");
    var built = graph.build();
    assertThatThrownBy(() -> Model.compile(built))
        .isInstanceOf(GraphException.class)
        .hasMessageContainingAll("bn1", "\"mean\"", "constant");
  }

  @Test
  void theOptionsKeepWhatTheyWereMadeWith() {
    var options = SessionOptions.of("x", PICTURE).withThreads(3).withOutput("conv");
    assertThat(options).isEqualTo(new SessionOptions(Map.of("x", PICTURE), 3, List.of("conv")));
  }
}
