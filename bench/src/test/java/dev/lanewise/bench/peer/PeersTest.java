package dev.lanewise.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.blocks.model.PyramidNet;
import dev.lanewise.blocks.model.ResNet;
import dev.lanewise.blocks.onnx.OnnxWriter;
import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.Softmax;
import dev.lanewise.engine.reference.Interpreter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Every peer computes what the reference does, on the platform that its native code is there for.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class PeersTest {
  private static final Shape SHAPE = Shape.of(2, 3, 40, 33);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "DJL_PYTORCH")
  void networkGivesTheReferencesLogitsAgainAndAgain(PeerVariant variant) throws IOException {
    check(variant);
  }

  /** It unpacks some hundred MB. */
  @Tag("slow")
  @Test
  void soDoesPyTorch() throws IOException {
    check(PeerVariant.DJL_PYTORCH);
  }

  private void check(PeerVariant variant) throws IOException {
    try (var weights = new SeededWeights()) {
      var graph = ResNet.RESNET18.build(weights);
      var picture = SeededWeights.tensor("input", SHAPE);
      var expected =
          Objects.requireNonNull(Interpreter.run(graph, Map.of("input", picture)).get("fc"))
              .toArray(Layout.NCHW);
      try (var peer = variant.open(network(graph, picture.toArray(Layout.NCHW)), 2)) {
        assertThat(peer.description()).isNotBlank();
        for (int run = 0; run < 2; run++) {
          peer.run();
          // Float32 sums of 4,608 terms in another order, or by Winograd: some 1e-6 of the norm.
          assertThat(relative(peer.output(), expected)).isLessThan(2e-5);
        }
      }
    }
  }

  private static double relative(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < actual.length; i++) {
      difference += Math.pow((double) actual[i] - expected[i], 2);
      norm += Math.pow(expected[i], 2);
    }
    return Math.sqrt(difference / norm);
  }

  private PeerNetwork network(Graph graph, float[] picture) throws IOException {
    var onnx = folder.resolve("network.onnx");
    OnnxWriter.write(graph, Map.of("input", SHAPE), onnx);
    return new PeerNetwork(graph, onnx, "input", SHAPE, picture);
  }

  @ParameterizedTest
  @EnumSource(names = {"ONEDNN", "NAIVE"})
  void operatorThatIsNotTranslatedIsNamed(PeerVariant variant) throws IOException {
    var graph = Graph.builder("probabilities");
    graph.input("input", SHAPE);
    graph.output(graph.node("shares", new Softmax(), "input"));
    var network = network(graph.build(), new float[Math.toIntExact(SHAPE.elements())]);
    assertThatThrownBy(() -> variant.open(network, 1))
        .isInstanceOf(PeerException.class)
        .hasMessageContaining("shares = Softmax");
  }

  @ParameterizedTest
  @EnumSource(names = {"ONNXRUNTIME_PARKING", "NAIVE"})
  void severalOutputsComeOneAfterTheOther(PeerVariant variant) throws IOException {
    try (var weights = new SeededWeights()) {
      var graph = PyramidNet.FPN_RESNET18.build(weights);
      var picture = SeededWeights.tensor("input", SHAPE);
      var expected =
          Interpreter.run(graph, Map.of("input", picture)).values().stream()
              .map(level -> level.toArray(Layout.NCHW))
              .toList();
      try (var peer = variant.open(network(graph, picture.toArray(Layout.NCHW)), 1)) {
        peer.run();
        assertThat(relative(peer.output(), PeerNetwork.joined(expected))).isLessThan(2e-5);
      }
    }
  }

  @Test
  void peerThatTakesOneOutputSaysSo() throws IOException {
    var graph = Graph.builder("two");
    graph.input("input", SHAPE);
    graph.output(graph.node("y", new Softmax(), "input"));
    graph.output(graph.node("z", new Softmax(), "input"));
    var network = network(graph.build(), new float[Math.toIntExact(SHAPE.elements())]);
    assertThatThrownBy(() -> PeerVariant.OPENCV.open(network, 1))
        .isInstanceOf(PeerException.class)
        .hasMessage("OpenCV: not translated: several outputs [y, z]");
  }

  @Test
  void aFileAloneIsRunOnZerosInTheShapesThatItDeclares() throws IOException {
    try (var weights = new SeededWeights()) {
      var graph = ResNet.RESNET20.build(weights);
      var zeros = Tensor.managed(SHAPE, Layout.NCHW);
      var expected =
          Objects.requireNonNull(Interpreter.run(graph, Map.of("input", zeros)).get("fc"))
              .toArray(Layout.NCHW);
      var onnx = network(graph, zeros.toArray(Layout.NCHW)).onnx();
      try (var peer = FilePeer.ONNXRUNTIME.open(onnx, 1)) {
        peer.run();
        assertThat(relative(peer.output(), expected)).isLessThan(2e-5);
      }
    }
  }

  @Test
  void whatIsNoModelIsRefusedByName() {
    assertThatThrownBy(() -> FilePeer.ONNXRUNTIME.open(folder.resolve("none.onnx"), 1))
        .isInstanceOf(PeerException.class)
        .hasMessageStartingWith("ONNX Runtime: ")
        .hasMessageContaining("none.onnx");
  }

  @Test
  void nativeCodeIsUnpackedAndTold() throws IOException {
    assertThat(FilePeer.ONNXRUNTIME_UNPACKED.flags(folder))
        .containsExactly("-Donnxruntime.native.path=" + folder);
    assertThat(folder.resolve("libonnxruntime.so")).isNotEmptyFile();
    assertThat(folder.resolve("libonnxruntime4j_jni.so")).isNotEmptyFile();
  }

  @Test
  void everyVariantIsFoundByItsPeersName() {
    assertThat(PeerVariant.peers())
        .containsExactly("onnxruntime", "onednn", "opencv", "djl-pytorch", "naive");
    assertThat(PeerVariant.of("onnxruntime"))
        .containsExactly(PeerVariant.ONNXRUNTIME_SPINNING, PeerVariant.ONNXRUNTIME_PARKING);
    assertThat(PeerVariant.named("OPENCV")).contains(PeerVariant.OPENCV);
    assertThat(PeerVariant.named("opencv")).isEmpty();
  }
}
