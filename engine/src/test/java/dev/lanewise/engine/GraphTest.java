package dev.lanewise.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.Concat;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Flatten;
import dev.lanewise.engine.op.GlobalAveragePool;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.Relu;
import dev.lanewise.engine.op.Window;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Building, asking, printing and comparing graphs. */
class GraphTest {
  private static final Shape ANY = Shape.of(Shape.UNKNOWN, 3, Shape.UNKNOWN, Shape.UNKNOWN);

  /** Input {@code x}, a strided convolution, a rectifier and a classifier {@code fc}. */
  private static Graph.Builder builder() {
    var graph = Graph.builder("tiny");
    graph.input("x", ANY);
    graph.constant("conv.weight", WholeNumbers.tensor(1, 4, 3, 3, 3));
    graph.constant("fc.weight", WholeNumbers.tensor(2, 10, 4));
    graph.node("conv", new Conv(Window.of(3).stride(2).pad(1)), "x", "conv.weight");
    graph.node("relu", new Relu(), "conv");
    graph.node("gap", new GlobalAveragePool(), "relu");
    graph.node("flat", new Flatten(), "gap");
    graph.node("fc", new Linear(), "flat", "fc.weight");
    return graph;
  }

  private static Graph graph() {
    var builder = builder();
    builder.output("fc");
    return builder.build();
  }

  @Test
  void shapesAreKnownAsFarAsTheInputsAre() {
    var graph = graph();
    assertThat(graph.shape("conv")).hasToString("[?, 4, ?, ?]");
    assertThat(graph.shape("gap")).hasToString("[?, 4, 1, 1]");
    assertThat(graph.shape("fc")).hasToString("[?, 10]");
    assertThat(graph.shapes(Map.of("x", Shape.of(2, 3, 9, 8))))
        .containsEntry("x", Shape.of(2, 3, 9, 8))
        .containsEntry("conv", Shape.of(2, 4, 5, 4))
        .containsEntry("conv.weight", Shape.of(4, 3, 3, 3))
        .containsEntry("fc", Shape.of(2, 10));
  }

  @Test
  void shapesThatDoNotFitTheDeclaredOnesAreRefused() {
    var graph = graph();
    assertThatThrownBy(() -> graph.shapes(Map.of()))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("\"x\"", "[?, 3, ?, ?]");
    assertThatThrownBy(() -> graph.shapes(Map.of("x", Shape.of(1, 4, 9, 9))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("\"x\"", "[?, 3, ?, ?]", "[1, 4, 9, 9]");
    assertThatThrownBy(() -> graph.shapes(Map.of("y", Shape.of(1))))
        .isInstanceOf(GraphException.class)
        .hasMessageContainingAll("tiny", "\"y\"", "[x]");
  }

  @Test
  void whatDependsOnTheSizeOfThePictureIsCheckedWhenItIsKnown() {
    var builder = Graph.builder("deep");
    builder.input("x", ANY);
    builder.constant("w", WholeNumbers.tensor(1, 4, 3, 5, 5));
    builder.node("layer1.conv", new Conv(Window.of(5)), "x", "w");
    builder.output("layer1.conv");
    var graph = builder.build();
    assertThatThrownBy(() -> graph.shapes(Map.of("x", Shape.of(1, 3, 4, 9))))
        .isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("layer1.conv: ")
        .hasMessageContainingAll("5", "height", "4");
  }

  @Test
  void namesAreUniqueAmongInputsConstantsAndNodes() {
    var graph = builder();
    var constant = WholeNumbers.tensor(1, 1);
    for (var name : List.of("x", "conv.weight", "conv")) {
      assertThatThrownBy(() -> graph.input(name, ANY))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("\"" + name + "\"");
      assertThatThrownBy(() -> graph.constant(name, constant))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("\"" + name + "\"");
      assertThatThrownBy(() -> graph.node(name, new Relu(), "x"))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("\"" + name + "\"");
    }
    assertThatThrownBy(() -> graph.input("", ANY)).isInstanceOf(GraphException.class);
    // None of this has changed what there is.
    graph.output("fc");
    assertThat(graph.build()).isEqualTo(graph());
  }

  @Test
  void nodesReadWhatIsDefinedBeforeThem() {
    var graph = builder();
    assertThatThrownBy(() -> graph.node("layer1.add", new Add(), "conv", "later"))
        .isInstanceOf(GraphException.class)
        .hasMessageStartingWith("layer1.add: ")
        .hasMessageContaining("\"later\"");
    assertThatThrownBy(() -> graph.node("self", new Relu(), "self"))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("\"self\"");
    // What was refused is not there.
    graph.node("layer1.add", new Add(), "conv", "conv");
  }

  @Test
  void outputsExistAndAreDeclaredOnce() {
    var graph = builder();
    assertThatThrownBy(graph::build)
        .isInstanceOf(GraphException.class)
        .hasMessageContainingAll("tiny", "no output");
    assertThatThrownBy(() -> graph.output("later"))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("\"later\"");
    graph.output("fc");
    assertThatThrownBy(() -> graph.output("fc"))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("\"fc\"");
  }

  @Test
  void constantsArePlanar() {
    var graph = Graph.builder("tiny");
    var interleaved = Tensor.managed(Shape.of(1, 2, 3, 4), Layout.NHWC);
    assertThatThrownBy(() -> graph.constant("w", interleaved))
        .isInstanceOf(GraphException.class)
        .hasMessageContainingAll("\"w\"", "NCHW", "NHWC");
  }

  @Test
  void aBuiltGraphDoesNotChange() {
    var builder = builder();
    builder.output("relu");
    var graph = builder.build();
    builder.node("more", new Relu(), "fc");
    builder.output("more");
    assertThat(graph.nodes()).hasSize(5);
    assertThat(graph.outputs()).containsExactly("relu");
    assertThatThrownBy(() -> graph.nodes().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> graph.constants().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> graph.inputs().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void otherOutputsLeaveOutWhatTheyDoNotNeed() {
    var relu = graph().withOutputs(List.of("relu", "x"));
    assertThat(relu.outputs()).containsExactly("relu", "x");
    assertThat(relu.nodes()).extracting(Node::name).containsExactly("conv", "relu");
    assertThat(relu.constants()).containsOnlyKeys("conv.weight");
    assertThatThrownBy(() -> graph().withOutputs(List.of("nothing")))
        .isInstanceOf(GraphException.class)
        .hasMessageContainingAll("tiny", "\"nothing\"");
  }

  @Test
  void nodesAreFoundByName() {
    assertThat(graph().node("relu")).isEqualTo(new Node("relu", new Relu(), List.of("conv")));
    assertThat(graph().node("x")).isNull();
    assertThatThrownBy(() -> graph().shape("nothing"))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("\"nothing\"");
  }

  @Test
  void printingShowsInputsNodesAndOutputs() {
    assertThat(graph())
        .hasToString(
            """
            graph tiny
              input x [?, 3, ?, ?]
              conv = Conv 3×3/2 p1(x, conv.weight) [?, 4, ?, ?]
              relu = Relu(conv) [?, 4, ?, ?]
              gap = GlobalAveragePool(relu) [?, 4, 1, 1]
              flat = Flatten(gap) [?, 4]
              fc = Linear(flat, fc.weight) [?, 10]
              output fc
            """);
  }

  @Test
  void graphsAreEqualIfTheyComputeTheSameFromTheSameBits() {
    assertThat(graph()).isEqualTo(graph()).hasSameHashCodeAs(graph());
    assertThat(graph()).isNotEqualTo(graph().withOutputs(List.of("relu")));
    var changed = graph();
    var weights = changed.constants().get("conv.weight");
    assertThat(weights).isNotNull();
    requireNonNull(weights).set(-0f, 0, 0, 0, 0);
    assertThat(changed).isNotEqualTo(graph());
  }

  @Test
  void concatOfAnUnknownNumberOfChannelsIsUnknown() {
    var graph = Graph.builder("tiny");
    graph.input("a", Shape.of(1, Shape.UNKNOWN, 2, 2));
    graph.input("b", Shape.of(Shape.UNKNOWN, 3, 2, Shape.UNKNOWN));
    graph.node("concat", new Concat(), "a", "b");
    assertThat(graph.shape("concat")).hasToString("[1, ?, 2, 2]");
  }
}
