package dev.lanewise.blocks.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.AveragePool;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.Op;
import dev.lanewise.engine.op.PadChannels;
import dev.lanewise.engine.op.Relu;
import dev.lanewise.engine.op.Window;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the file; that it means the same is for another runtime to say, in the benchmarks. */
class OnnxWriterTest {
  private static final Shape PICTURE = Shape.of(1, 2, 5, 6);

  @TempDir private Path folder;

  private ModelProto written(Graph graph) throws IOException {
    var file = folder.resolve("graph.onnx");
    OnnxWriter.write(graph, Map.of("x", PICTURE), file);
    return ModelProto.parseFrom(Files.readAllBytes(file));
  }

  /** One operator on a picture of open extents. */
  private static Graph graph(Op op) {
    var graph = Graph.builder("one");
    graph.input("x", Shape.of(Shape.UNKNOWN, 2, Shape.UNKNOWN, Shape.UNKNOWN));
    graph.output(graph.node("y", op, "x"));
    return graph.build();
  }

  @Test
  void shapesAreFixedAndNamesKept() throws IOException {
    var model = written(graph(new MaxPool(Window.of(2).stride(2), true)));
    assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(17);
    var graph = model.getGraph();
    assertThat(graph.getName()).isEqualTo("one");
    assertThat(graph.getInput(0).getName()).isEqualTo("x");
    assertThat(graph.getOutput(0).getName()).isEqualTo("y");
    assertThat(graph.getInput(0).getType().getTensorType().getShape().getDimList())
        .map(dim -> dim.getDimValue())
        .containsExactly(1L, 2L, 5L, 6L);
    assertThat(graph.getOutput(0).getType().getTensorType().getShape().getDimList())
        .map(dim -> dim.getDimValue())
        .containsExactly(1L, 2L, 3L, 3L);
  }

  @Test
  void constantsAreRawLittleEndianFloats() throws IOException {
    var graph = Graph.builder("conv");
    graph.input("x", PICTURE);
    graph.constant("w", Tensor.of(Shape.of(1, 2, 1, 1), Layout.NCHW, 1.5f, -0.0f));
    graph.output(graph.node("y", new Conv(Window.of(1)), "x", "w"));
    var weights = written(graph.build()).getGraph().getInitializer(0);
    assertThat(weights.getName()).isEqualTo("w");
    assertThat(weights.getDimsList()).containsExactly(1L, 2L, 1L, 1L);
    var raw = weights.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    assertThat(raw.remaining()).isEqualTo(8);
    assertThat(raw.getFloat()).isEqualTo(1.5f);
    assertThat(Float.floatToRawIntBits(raw.getFloat())).isEqualTo(1 << 31);
  }

  @Test
  void windowHasTheOrderOfTheStandard() throws IOException {
    var window = Window.of(2, 3).stride(3, 2).pad(1, 2, 0, 1).dilation(2, 1);
    var node = written(graph(new MaxPool(window))).getGraph().getNode(0);
    assertThat(node.getOpType()).isEqualTo("MaxPool");
    assertThat(attribute(node, "kernel_shape").getIntsList()).containsExactly(2L, 3L);
    assertThat(attribute(node, "strides").getIntsList()).containsExactly(3L, 2L);
    // Beginnings first, then ends.
    assertThat(attribute(node, "pads").getIntsList()).containsExactly(1L, 2L, 0L, 1L);
    assertThat(attribute(node, "dilations").getIntsList()).containsExactly(2L, 1L);
  }

  private static AttributeProto attribute(NodeProto node, String name) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void newInitialiserTakesNoNameThatIsInUse() throws IOException {
    var graph = Graph.builder("pad");
    graph.input("x", PICTURE);
    graph.node("y.pads", new Relu(), "x");
    graph.output(graph.node("y", new PadChannels(1, 2), "y.pads"));
    var proto = written(graph.build()).getGraph();
    assertThat(proto.getNode(1).getInputList()).containsExactly("y.pads", "y.pads_");
    assertThat(proto.getInitializer(0).getName()).isEqualTo("y.pads_");
  }

  private void assertRefused(Graph graph, String reason) {
    var file = folder.resolve("refused.onnx");
    assertThatThrownBy(() -> OnnxWriter.write(graph, Map.of("x", PICTURE), file))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining(reason);
    assertThat(file).doesNotExist();
  }

  @Test
  void whatTheOperatorSetCannotSayIsRefusedNamingTheNode() {
    assertRefused(
        graph(new AveragePool(Window.of(2).dilation(2), false, false)),
        "y: AveragePool 2×2 d2 has dilations 2, 2");
    assertRefused(
        graph(new AveragePool(Window.of(2).stride(2).pad(1), true, true)),
        "y: AveragePool 2×2/2 p1 ceil include-pad rounds up and counts padding");
    var compiled = Graph.builder("compiled");
    compiled.input("x", Shape.of(1, 2));
    compiled.constant("w", Tensor.of(Shape.of(1, 2), Layout.NCHW, 1, 2));
    compiled.constant("b", Tensor.of(Shape.of(1), Layout.NCHW, 1));
    var fused = new Fused(new Linear(), false, Activation.RELU);
    compiled.output(compiled.node("y", fused, "x", "w", "b"));
    assertThatThrownBy(() -> OnnxWriter.model(compiled.build(), Map.of()))
        .isInstanceOf(OnnxException.class)
        .hasMessage(
            "y: Linear → relu is what the compiler makes; export the graph as it was built");
  }

  @Test
  void inputWithoutAShapeIsRefused() {
    var file = folder.resolve("open.onnx");
    assertThatThrownBy(() -> OnnxWriter.write(graph(new Relu()), Map.of(), file))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("\"x\"");
    assertThat(file).doesNotExist();
  }

  @Test
  void folderThatIsMissingIsAnIoException() {
    var file = folder.resolve("nowhere/graph.onnx");
    assertThatThrownBy(() -> OnnxWriter.write(graph(new Relu()), Map.of("x", PICTURE), file))
        .isInstanceOf(NoSuchFileException.class);
  }
}
