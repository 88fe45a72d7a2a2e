package dev.lanewise.blocks.onnx;

import static dev.lanewise.blocks.onnx.OnnxProtos.floats;
import static dev.lanewise.blocks.onnx.OnnxProtos.graph;
import static dev.lanewise.blocks.onnx.OnnxProtos.input;
import static dev.lanewise.blocks.onnx.OnnxProtos.model;
import static dev.lanewise.blocks.onnx.OnnxProtos.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TrainingInfoProto;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Model;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.SessionOptions;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names, aliases and order: how a model's values are found in the graph. */
class OnnxReaderTest {
  private static final Shape TWO = Shape.of(2);

  private static OnnxModel read(GraphProto.Builder graph) {
    return OneNode.read(model(13, graph).build(), OnnxOptions.DEFAULT);
  }

  private static List<String> names(Graph graph) {
    return graph.nodes().stream().map(Node::name).toList();
  }

  /** By the engine itself, of x = (−1, 2). */
  private static List<float[]> run(Graph graph) {
    try (var compiled = Model.compile(graph);
        var session = compiled.newSession(SessionOptions.of("x", TWO))) {
      session.input("x").copyFrom(new float[] {-1, 2});
      session.run();
      return graph.outputs().stream()
          .map(name -> session.output(name).toArray(Layout.NCHW))
          .toList();
    }
  }

  @Test
  void valuesKeepTheirNames() {
    var proto =
        graph("out")
            .addInput(input("x", 2))
            .addNode(node("Relu", List.of("x"), "hidden"))
            .addNode(node("Abs", List.of("hidden"), "out"));
    try (var model = read(proto)) {
      assertThat(model.graph().name()).isEqualTo("test");
      assertThat(model.graph().inputs()).containsExactly(Map.entry("x", TWO));
      assertThat(names(model.graph())).containsExactly("hidden", "out");
      assertThat(model.graph().outputs()).containsExactly("out");
    }
  }

  @Test
  void stepsBetweenAreNamedAfterTheValueAndNothingElse() {
    var proto =
        graph("y")
            .addInput(input("x", 2))
            .addInitializer(floats("min", List.of(), 3))
            .addInitializer(floats("max", List.of(), 1))
            .addNode(node("Abs", List.of("x"), "y/binary"))
            .addNode(node("Clip", List.of("y/binary", "min", "max"), "y"));
    try (var model = read(proto)) {
      assertThat(names(model.graph())).containsExactly("y/binary", "y/binary2", "y");
      assertThat(model.graph().constants()).containsOnlyKeys("min", "max");
      assertThat(run(model.graph()).getFirst()).containsExactly(1, 1);
    }
  }

  @Test
  void aliasesAreNoNodes() {
    var proto =
        graph("y")
            .addInput(input("x", 2))
            .addNode(node("Identity", List.of("x"), "a"))
            .addNode(node("Dropout", List.of("a"), "b"))
            .addNode(node("Relu", List.of("b"), "y"));
    try (var model = read(proto)) {
      assertThat(names(model.graph())).containsExactly("y");
      assertThat(run(model.graph()).getFirst()).containsExactly(0, 2);
    }
  }

  @Test
  void outputThatIsSomethingElseIsACopy() {
    var proto =
        graph("same", "hidden", "again", "constant", "computed")
            .addInput(input("x", 2))
            .addInitializer(floats("constant", List.of(1), 7))
            .addNode(node("Identity", List.of("x"), "same"))
            .addNode(node("Relu", List.of("x"), "hidden"))
            .addNode(node("Identity", List.of("hidden"), "again"))
            .addNode(node("Neg", List.of("constant"), "computed"));
    try (var model = read(proto)) {
      var outputs = run(model.graph());
      assertThat(model.graph().outputs())
          .containsExactly("same", "hidden", "again", "constant", "computed");
      assertThat(outputs.get(0)).containsExactly(-1, 2);
      assertThat(outputs.get(1)).containsExactly(0, 2);
      assertThat(outputs.get(2)).containsExactly(0, 2);
      assertThat(outputs.get(3)).containsExactly(7);
      assertThat(outputs.get(4)).containsExactly(-7);
    }
  }

  @Test
  void inputMayBeAnOutput() {
    var proto = graph("x", "y").addInput(input("x", 2)).addNode(node("Relu", List.of("x"), "y"));
    try (var model = read(proto)) {
      assertThat(run(model.graph()).get(0)).containsExactly(-1, 2);
      assertThat(run(model.graph()).get(1)).containsExactly(0, 2);
    }
  }

  @Test
  void whatNoOutputNeedsIsLeftOut() {
    var proto =
        graph("y")
            .addInput(input("x", 2))
            .addInitializer(floats("c", List.of(1), 7))
            .addInitializer(floats("unused", List.of(1), 7))
            .addNode(node("Add", List.of("x", "c"), "dead"))
            .addNode(node("Relu", List.of("x"), "y"));
    try (var model = read(proto)) {
      assertThat(names(model.graph())).containsExactly("y");
      assertThat(model.graph().constants()).isEmpty();
    }
  }

  @Test
  void initialiserThatIsAnInputIsAConstant() {
    var proto =
        graph("y")
            .addInput(input("x", 2))
            .addInput(input("w", 2))
            .addInitializer(floats("w", List.of(2), 10, 20))
            .addNode(node("Mul", List.of("x", "w"), "y"));
    try (var model = read(proto)) {
      assertThat(model.graph().inputs()).containsOnlyKeys("x");
      assertThat(run(model.graph()).getFirst()).containsExactly(-10, 40);
    }
  }

  @Test
  void openExtentsAreBoundByTheOptions() {
    var proto =
        model(13, graph("y").addInput(input("x", -1, 3)).addNode(node("Relu", List.of("x"), "y")));
    try (var open = OneNode.read(proto.build(), OnnxOptions.DEFAULT)) {
      assertThat(open.graph().shape("y")).isEqualTo(Shape.of(Shape.UNKNOWN, 3));
    }
    var options = OnnxOptions.DEFAULT.withInput("x", Shape.of(5, Shape.UNKNOWN));
    try (var bound = OneNode.read(proto.build(), options)) {
      assertThat(bound.graph().shape("y")).isEqualTo(Shape.of(5, 3));
    }
  }

  @Test
  void whatIsNotTheGraphIsNoMatter() {
    var proto = graph("y").addInput(input("x", 2)).addNode(node("Relu", List.of("x"), "y"));
    var whole =
        model(13, proto)
            .setProducerName("tool")
            .setProducerVersion("1.2")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("com.example").setVersion(1))
            .addTrainingInfo(TrainingInfoProto.newBuilder().setAlgorithm(proto.clone()))
            .addFunctions(FunctionProto.newBuilder().setName("f").setDomain("com.example"));
    try (var model = OneNode.read(whole.build(), OnnxOptions.DEFAULT)) {
      assertThat(model.opset()).isEqualTo(13);
      assertThat(model.producer()).isEqualTo("tool 1.2");
      assertThat(model).hasToString("test (operator set 13, tool 1.2)");
    }
  }

  @Test
  void limitOfConstantsIsTheCallers() {
    var proto =
        model(
            13,
            graph("y")
                .addInput(input("x", 2))
                .addInitializer(floats("c", List.of(2), 1, 2))
                .addNode(node("Add", List.of("x", "c"), "y")));
    OneNode.read(proto.build(), OnnxOptions.DEFAULT.withMaxConstantBytes(8)).close();
    assertThatThrownBy(
            () -> OneNode.read(proto.build(), OnnxOptions.DEFAULT.withMaxConstantBytes(7)))
        .isInstanceOf(OnnxException.class)
        .hasMessageEndingWith(
            "initialiser \"c\": a constant of shape [2] takes 8 bytes, and 0 of 7 are taken"
                + " (OnnxOptions.withMaxConstantBytes)");
    assertThatThrownBy(() -> OnnxOptions.DEFAULT.withMaxConstantBytes(-1))
        .isInstanceOf(OnnxException.class)
        .hasMessage("the limit of constants must not be negative, got -1");
  }

  @Test
  void firstFormatNeedsNoOperatorSet() {
    var proto = graph("y").addInput(input("x", 2)).addNode(node("Relu", List.of("x"), "y"));
    var old = model(13, proto).setIrVersion(2).clearOpsetImport();
    try (var model = OneNode.read(old.build(), OnnxOptions.DEFAULT)) {
      assertThat(model.opset()).isEqualTo(1);
      assertThat(run(model.graph()).getFirst()).containsExactly(0, 2);
    }
  }

  @Test
  void modelMayBeReadAgainAfterItIsClosed() {
    var node = OneNode.of(13, "Add").feed(TWO, 1, 2).constant(TWO, 3, 4);
    for (int i = 0; i < 3; i++) {
      try (var model = node.read()) {
        assertThat(
                OneNode.run(model.graph(), Map.of("x0", Tensor.of(TWO, Layout.NCHW, 1, 2)))
                    .getFirst()
                    .toArray(Layout.NCHW))
            .containsExactly(4, 6);
      }
    }
  }
}
