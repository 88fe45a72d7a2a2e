package dev.lanewise.blocks;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.Window;
import dev.lanewise.engine.reference.Interpreter;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlocksTest {
  private final SeededWeights weights = new SeededWeights();
  private final Graph.Builder graph = Graph.builder("test");
  private final Layers net = new Layers(graph, weights);

  @AfterEach
  void close() {
    weights.close();
  }

  private String input(int channels) {
    return graph.input("x", Shape.of(Shape.UNKNOWN, channels, Shape.UNKNOWN, Shape.UNKNOWN));
  }

  private Graph graph(String output) {
    graph.output(output);
    return graph.build();
  }

  private static String layers(Graph graph) {
    return String.join("\n", graph.nodes().stream().map(Node::toString).toList());
  }

  @Test
  void convBnReluIsATriple() {
    var last = ConvBnRelu.numbered("b", 2, 8, Window.of(3).pad(1)).addTo(net, input(4));
    var built = graph(last);
    assertThat(layers(built))
        .isEqualTo(
            """
            b.conv2 = Conv 3×3 p1(x, b.conv2.weight)
            b.bn2 = BatchNorm ε=1.0E-5(b.conv2, b.bn2.weight, b.bn2.bias, b.bn2.running_mean, \
            b.bn2.running_var)
            b.relu2 = Relu(b.bn2)""");
    assertThat(built.shape("b.conv2.weight")).isEqualTo(Shape.of(8, 4, 3, 3));
    assertThat(built.shape("b.bn2.running_var")).isEqualTo(Shape.of(8));
  }

  @Test
  void basicBlockReadsLikeItsFigure() {
    var block = new BasicBlock(8, 1, new Shortcut.Identity());
    var text =
        layers(graph(block.addTo(net, "layer1.0", input(8)))).replaceAll(", [^,\n]*\\.bn.*", ")");
    assertThat(text)
        .isEqualTo(
            """
            layer1.0.conv1 = Conv 3×3 p1(x, layer1.0.conv1.weight)
            layer1.0.bn1 = BatchNorm ε=1.0E-5(layer1.0.conv1)
            layer1.0.relu1 = Relu(layer1.0.bn1)
            layer1.0.conv2 = Conv 3×3 p1(layer1.0.relu1, layer1.0.conv2.weight)
            layer1.0.bn2 = BatchNorm ε=1.0E-5(layer1.0.conv2)
            layer1.0.add = Add(layer1.0.bn2, x)
            layer1.0 = Relu(layer1.0.add)""");
  }

  @Test
  void bottleneckReadsLikeItsFigure() {
    var block = new Bottleneck(8, 2, new Shortcut.Projection(32, 2));
    var built = graph(block.addTo(net, "layer2.0", input(16)));
    var text = layers(built).replaceAll(", [^,\n]*\\.(bn.|downsample.1)\\..*", ")");
    assertThat(text)
        .isEqualTo(
            """
            layer2.0.downsample.0 = Conv 1×1/2(x, layer2.0.downsample.0.weight)
            layer2.0.downsample.1 = BatchNorm ε=1.0E-5(layer2.0.downsample.0)
            layer2.0.conv1 = Conv 1×1(x, layer2.0.conv1.weight)
            layer2.0.bn1 = BatchNorm ε=1.0E-5(layer2.0.conv1)
            layer2.0.relu1 = Relu(layer2.0.bn1)
            layer2.0.conv2 = Conv 3×3/2 p1(layer2.0.relu1, layer2.0.conv2.weight)
            layer2.0.bn2 = BatchNorm ε=1.0E-5(layer2.0.conv2)
            layer2.0.relu2 = Relu(layer2.0.bn2)
            layer2.0.conv3 = Conv 1×1(layer2.0.relu2, layer2.0.conv3.weight)
            layer2.0.bn3 = BatchNorm ε=1.0E-5(layer2.0.conv3)
            layer2.0.add = Add(layer2.0.bn3, layer2.0.downsample.1)
            layer2.0 = Relu(layer2.0.add)""");
    assertThat(built.shapes(Map.of("x", Shape.of(1, 16, 7, 9))))
        .containsEntry("layer2.0.relu1", Shape.of(1, 8, 7, 9))
        .containsEntry("layer2.0.downsample.1", Shape.of(1, 32, 4, 5))
        .containsEntry("layer2.0", Shape.of(1, 32, 4, 5));
  }

  @Test
  void bottleneckInGroupsReadsFewerChannelsInEach() {
    var block = new Bottleneck(8, 4, 16, 1, new Shortcut.Identity());
    var built = graph(block.addTo(net, "b", input(16)));
    assertThat(layers(built)).contains("b.conv2 = Conv 3×3 p1 g4(b.relu1, b.conv2.weight)");
    assertThat(built.shape("b.conv2.weight")).isEqualTo(Shape.of(8, 2, 3, 3));
    assertThat(built.shape("b.conv3.weight")).isEqualTo(Shape.of(16, 8, 1, 1));
  }

  @Test
  void groupsThatDoNotDivideNameTheLayerAndBothSides() {
    var x = input(6);
    assertThatThrownBy(() -> net.groupedConv("b.conv2", x, 8, Window.of(3), 4))
        .isInstanceOf(ShapeException.class)
        .hasMessage("b.conv2: 6 input channels cannot be split into 4 groups");
  }

  @Test
  void plainBlockIsABasicBlockWithoutItsSkip() {
    var built = graph(new PlainBlock(8, 2).addTo(net, "layer2.0", input(4)));
    assertThat(layers(built).replaceAll(", [^,\n]*\\.bn.*", ")"))
        .isEqualTo(
            """
            layer2.0.conv1 = Conv 3×3/2 p1(x, layer2.0.conv1.weight)
            layer2.0.bn1 = BatchNorm ε=1.0E-5(layer2.0.conv1)
            layer2.0.relu1 = Relu(layer2.0.bn1)
            layer2.0.conv2 = Conv 3×3 p1(layer2.0.relu1, layer2.0.conv2.weight)
            layer2.0.bn2 = BatchNorm ε=1.0E-5(layer2.0.conv2)
            layer2.0 = Relu(layer2.0.bn2)""");
  }

  @Test
  void preActivationBlockAddsItsInputAsItIs() {
    var built = graph(new PreActBlock(8, 1, PreActBlock.Entry.IDENTITY).addTo(net, "b", input(8)));
    assertThat(layers(built).replaceAll(", [^,\n]*\\.bn.*", ")"))
        .isEqualTo(
            """
            b.bn1 = BatchNorm ε=1.0E-5(x)
            b.relu1 = Relu(b.bn1)
            b.conv1 = Conv 3×3 p1(b.relu1, b.conv1.weight)
            b.bn2 = BatchNorm ε=1.0E-5(b.conv1)
            b.relu2 = Relu(b.bn2)
            b.conv2 = Conv 3×3 p1(b.relu2, b.conv2.weight)
            b = Add(b.conv2, x)""");
  }

  @Test
  void preActivationBlockOfAnotherShapeProjectsWhatIsActivated() {
    var block = new PreActBlock(8, 2, PreActBlock.Entry.PROJECTION);
    var built = graph(block.addTo(net, "b", input(4)));
    assertThat(layers(built))
        .contains(
            "b.downsample.0 = Conv 1×1/2(b.relu1, b.downsample.0.weight)",
            "b.conv1 = Conv 3×3/2 p1(b.relu1, b.conv1.weight)",
            "b = Add(b.conv2, b.downsample.0)");
    assertThat(built.shapes(Map.of("x", Shape.of(1, 4, 7, 9))))
        .containsEntry("b", Shape.of(1, 8, 4, 5));
  }

  @Test
  void preActivationBlockAfterTheStemHasNoActivationOfItsOwn() {
    var block = new PreActBlock(8, 1, PreActBlock.Entry.ACTIVATED);
    var built = graph(block.addTo(net, "b", input(8)));
    assertThat(layers(built))
        .startsWith("b.conv1 = Conv 3×3 p1(x, b.conv1.weight)")
        .endsWith("b = Add(b.conv2, x)");
  }

  @Test
  void strideWithoutProjectionIsRefused() {
    assertThatThrownBy(() -> new PreActBlock(8, 2, PreActBlock.Entry.IDENTITY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stride 2 needs a projection");
  }

  @Test
  void denseLayerKeepsWhatItReadAndAddsItsGrowth() {
    var built = graph(new DenseLayer(3).addTo(net, "d", input(5)));
    assertThat(layers(built).replaceAll(", [^,\n]*\\.norm.*", ")"))
        .isEqualTo(
            """
            d.norm1 = BatchNorm ε=1.0E-5(x)
            d.relu1 = Relu(d.norm1)
            d.conv1 = Conv 1×1(d.relu1, d.conv1.weight)
            d.norm2 = BatchNorm ε=1.0E-5(d.conv1)
            d.relu2 = Relu(d.norm2)
            d.conv2 = Conv 3×3 p1(d.relu2, d.conv2.weight)
            d = Concat(x, d.conv2)""");
    assertThat(built.shape("d.conv1.weight")).isEqualTo(Shape.of(12, 5, 1, 1));
    assertThat(built.shape("d")).isEqualTo(Shape.of(-1, 8, -1, -1));
  }

  @Test
  void transitionHalvesChannelsAndPicture() {
    var built = graph(new Transition().addTo(net, "t", input(10)));
    assertThat(built.shapes(Map.of("x", Shape.of(1, 10, 7, 8))))
        .containsEntry("t.conv", Shape.of(1, 5, 7, 8))
        .containsEntry("t.pool", Shape.of(1, 5, 3, 4));
  }

  @Test
  void zeroPaddedShortcutKeepsEveryOtherPixelBitForBit() {
    var built = graph(new Shortcut.ZeroPadded(5, 2).addTo(net, "b", input(2)));
    var x =
        Tensor.of(
            Shape.of(1, 2, 3, 3),
            Layout.NCHW,
            new float[] {-0f, 9, 1, 9, 9, 9, Float.NaN, 9, -3, 4, 8, 5, 8, 8, 8, 6, 8, 1e-40f});
    var y = requireNonNull(Interpreter.run(built, Map.of("x", x)).get("b.shortcut.pad"));
    // one channel of zeros before and two behind
    assertThat(y.shape()).isEqualTo(Shape.of(1, 5, 2, 2));
    assertThat(y.toArray(Layout.NCHW))
        .containsExactly(
            0, 0, 0, 0, -0f, 1, Float.NaN, -3, 4, 5, 6, 1e-40f, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void zeroPaddedShortcutWithoutStrideIsPaddingAlone() {
    var built = graph(new Shortcut.ZeroPadded(4, 1).addTo(net, "b", input(2)));
    assertThat(layers(built)).isEqualTo("b.shortcut.pad = PadChannels 1, 1(x)");
  }

  @Test
  void zerosCannotTakeChannelsAway() {
    var x = input(8);
    assertThatThrownBy(() -> new Shortcut.ZeroPadded(4, 2).addTo(net, "layer2.0", x))
        .isInstanceOf(ShapeException.class)
        .hasMessage("layer2.0.shortcut: zeros cannot pad 8 channels to 4");
  }

  @Test
  void skipOfAnotherWidthNamesBlockAndBothShapes() {
    var x = input(8);
    var block = new BasicBlock(16, 1, new Shortcut.Identity());
    assertThatThrownBy(() -> block.addTo(net, "layer2.0", x))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "layer2.0.add: skip add of [?, 16, ?, ?] and [?, 8, ?, ?]: shapes must be identical");
  }

  @Test
  void skipOfAnotherPictureSizeNamesBlockAndBothShapes() {
    var block = new Bottleneck(4, 2, new Shortcut.Projection(16, 1));
    var built = graph(block.addTo(net, "layer2.0", input(16)));
    assertThatThrownBy(() -> built.shapes(Map.of("x", Shape.of(1, 16, 8, 8))))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "layer2.0.add: skip add of [1, 16, 4, 4] and [1, 16, 8, 8]: shapes must be identical");
  }
}
