package dev.lanewise.blocks.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.blocks.model.Networks;
import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Model;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written and read again is the same graph: names, operators and bits of constants. */
class OnnxRoundTripTest {
  private static final Shape PICTURE = Shape.of(2, 3, 40, 33);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resnet18",
        "resnet20",
        "resnet50",
        "preact_resnet18",
        "plain18",
        "densenet121",
        "resnext50_32x4d",
        "vgg11_bn"
      })
  void networkIsTheSame(String name) throws IOException {
    try (var weights = new SeededWeights()) {
      var shape = name.startsWith("vgg") ? Shape.of(1, 3, 224, 224) : PICTURE;
      check(Networks.named(name).orElseThrow().build(weights), Map.of("input", shape));
    }
  }

  /** Its sums are written as a resize and an addition, which the compiler makes one again. */
  @Test
  void pyramidIsTheSameOnceCompiled() throws IOException {
    try (var weights = new SeededWeights()) {
      var graph = Networks.named("fpn_resnet18").orElseThrow().build(weights);
      var file = folder.resolve("graph.onnx");
      OnnxWriter.write(graph, Map.of("input", Shape.of(1, 3, 224, 224)), file);
      try (var onnx = OnnxReader.read(file);
          var read = Model.compile(onnx.graph());
          var model = Model.compile(graph)) {
        assertThat(onnx.graph().outputs()).containsExactly("0", "1", "2", "3", "pool");
        assertThat(read.graph().nodes()).isEqualTo(model.graph().nodes());
      }
    }
  }

  private void check(Graph graph, Map<String, Shape> shapes) throws IOException {
    var file = folder.resolve("graph.onnx");
    OnnxWriter.write(graph, shapes, file);
    try (var model = OnnxReader.read(file)) {
      var read = model.graph();
      assertThat(read.name()).isEqualTo(graph.name());
      assertThat(read.inputs()).isEqualTo(shapes);
      assertThat(read.outputs()).isEqualTo(graph.outputs());
      assertThat(read.nodes()).isEqualTo(graph.nodes());
      assertThat(read.constants().keySet()).isEqualTo(graph.constants().keySet());
      read.constants()
          .forEach((name, tensor) -> assertThat(sameBits(tensor, graph, name)).as(name).isTrue());
      assertThat(model.opset()).isEqualTo(17);
      assertThat(model.producer()).isEqualTo("lanewise");
    }
  }

  private static boolean sameBits(Tensor tensor, Graph graph, String name) {
    var other = graph.constants().get(name);
    return other != null
        && other.shape().equals(tensor.shape())
        && other.segment().mismatch(tensor.segment()) < 0;
  }

  @Test
  void constantsAreFreedWithTheModel() throws IOException {
    try (var weights = new SeededWeights()) {
      var file = folder.resolve("graph.onnx");
      var graph = Networks.named("resnet20").orElseThrow().build(weights);
      OnnxWriter.write(graph, Map.of("input", PICTURE), file);
      var model = OnnxReader.read(file);
      var tensor = model.graph().constants().values().iterator().next();
      assertThat(tensor.segment().scope().isAlive()).isTrue();
      model.close();
      model.close();
      assertThat(tensor.segment().scope().isAlive()).isFalse();
    }
  }
}
