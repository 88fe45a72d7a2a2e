package dev.lanewise.engine.internal.compile;

import static dev.lanewise.engine.internal.compile.TinyGraph.checkSameBits;
import static dev.lanewise.engine.internal.compile.TinyGraph.compile;
import static dev.lanewise.engine.internal.compile.TinyGraph.lines;
import static dev.lanewise.engine.internal.compile.TinyGraph.noLimit;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.LimitException;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Window;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The passes together, and what a second compilation reuses. */
class CompilerTest {

  /** As torchvision's, with the shortcut's convolution after the branch. */
  private static TinyGraph bottleneck() {
    return new TinyGraph()
        .conv("conv1", "x")
        .batchNorm("bn1", "conv1")
        .relu("relu1", "bn1")
        .conv("conv2", "relu1")
        .batchNorm("bn2", "conv2")
        .relu("relu2", "bn2")
        .conv("conv3", "relu2")
        .batchNorm("bn3", "conv3");
  }

  private static Graph projected() {
    return bottleneck()
        .conv("downsample.0", "x")
        .batchNorm("downsample.1", "downsample.0")
        .add("add", "bn3", "downsample.1")
        .relu("relu3", "add")
        .outputs("relu3");
  }

  @Test
  void aBottleneckIsThreeNodes() {
    assertThat(
            lines(
                compile(bottleneck().add("add", "bn3", "x").relu("relu3", "add").outputs("relu3"))))
        .containsExactly(
            "relu1 = Conv 3×3 p1 → relu(x, conv1.weight*bn1, conv1.bias*bn1)",
            "relu2 = Conv 3×3 p1 → relu(relu1, conv2.weight*bn2, conv2.bias*bn2)",
            "relu3 = Conv 3×3 p1 + skip → relu(relu2, conv3.weight*bn3, conv3.bias*bn3, x)");
  }

  @Test
  void aBottleneckWithAProjectionIsFourNodes() {
    assertThat(lines(compile(projected())))
        .containsExactly(
            "relu1 = Conv 3×3 p1 → relu(x, conv1.weight*bn1, conv1.bias*bn1)",
            "relu2 = Conv 3×3 p1 → relu(relu1, conv2.weight*bn2, conv2.bias*bn2)",
            "bn3 = Conv 3×3 p1(relu2, conv3.weight*bn3, conv3.bias*bn3)",
            "relu3 = Conv 3×3 p1 + skip → relu"
                + "(x, downsample.0.weight*downsample.1, downsample.0.bias*downsample.1, bn3)");
  }

  @Test
  void deadNodesAndTheirConstantsAreDropped() {
    var source =
        new TinyGraph().conv("conv", "x").conv("dead", "x").relu("deader", "dead").outputs("conv");
    var compiled = compile(source);
    assertThat(compiled.nodes()).extracting("name").containsExactly("conv");
    assertThat(compiled.constants()).containsOnlyKeys("conv.weight", "zeros[2]");
  }

  @Test
  void inputsThatNobodyReadsAreKept() {
    var source = new TinyGraph().input("unread", Shape.of(1)).conv("conv", "x").outputs("conv");
    assertThat(compile(source).inputs()).isEqualTo(source.inputs());
  }

  @Test
  void outputsKeepTheirOrder() {
    var source = bottleneck().add("add", "bn3", "x").outputs("relu2", "add", "conv1", "relu1");
    assertThat(compile(source).outputs()).containsExactly("relu2", "add", "conv1", "relu1");
  }

  @Test
  void otherOutputsReuseTheConstantsThatTheyShare() {
    var source = projected();
    var weights = noLimit();
    var first = Compiler.compile(source, weights);
    long bytes = weights.bytes();
    // conv2 is asked for, so bn2 cannot be folded; relu3 is not, so conv3 is dead.
    var second = Compiler.compile(source.withOutputs(List.of("conv2", "relu2")), weights);
    assertThat(lines(second))
        .containsExactly(
            "relu1 = Conv 3×3 p1 → relu(x, conv1.weight*bn1, conv1.bias*bn1)",
            "conv2 = Conv 3×3 p1(relu1, conv2.weight, zeros[2])",
            "bn2 = BatchNorm ε=1.0E-5(conv2, bn2.gamma, bn2.beta, bn2.mean, bn2.variance)",
            "relu2 = Relu(bn2)");
    for (var shared : List.of("conv1.weight*bn1", "conv1.bias*bn1")) {
      assertThat(second.constants().get(shared))
          .isSameAs(requireNonNull(first.constants().get(shared)));
    }
    assertThat(weights.bytes()).isEqualTo(bytes);
    assertThat(Compiler.compile(source, weights)).isEqualTo(first);
  }

  @Test
  void aDeadReaderThatComesAliveKeepsTheBatchNormApart() {
    var source =
        new TinyGraph()
            .conv("conv", "x")
            .batchNorm("bn", "conv")
            .relu("other", "conv")
            .outputs("bn", "other");
    var weights = noLimit();
    assertThat(Compiler.compile(source.withOutputs(List.of("bn")), weights).nodes()).hasSize(1);
    var both = Compiler.compile(source, weights);
    assertThat(both.nodes()).extracting("name").containsExactly("conv", "bn", "other");
    checkSameBits(source, both);
  }

  @Test
  void theSourceIsLeftAsItWas() {
    var source = projected();
    var before = source.toString();
    compile(source);
    assertThat(source).hasToString(before);
  }

  @Test
  void foldedConstantsOverTheLimitAreRefused() {
    // Each batch norm folds to 36 weights and 2 biases beside the 2 zeros: 152 + 8 bytes.
    var source = new TinyGraph().conv("conv", "x").batchNorm("bn", "conv").outputs("bn");
    try (var enough = new FoldedConstants(Arena.ofShared(), new WeightBudget(160))) {
      Compiler.compile(source, enough);
      assertThat(enough.bytes()).isEqualTo(160);
    }
    try (var tooFew = new FoldedConstants(Arena.ofShared(), new WeightBudget(159))) {
      assertThatThrownBy(() -> Compiler.compile(source, tooFew))
          .isInstanceOf(LimitException.class)
          .hasMessage("bias of bn takes 8 bytes, the limit of 159 bytes for weights leaves 7");
    }
  }

  @Test
  void anUnknownNumberOfOutputChannelsIsRefused() {
    var source =
        new TinyGraph()
            .input("w", Shape.of(Shape.UNKNOWN, 2, 3, 3))
            .node("conv", new Conv(Window.of(3)), "x", "w")
            .outputs("conv");
    assertThatThrownBy(() -> compile(source))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "conv: weights \"w\" are declared as [?, 2, 3, 3], their first extent must be known");
  }

  /** Takes half a second; were a pass quadratic in the nodes, it would take minutes. */
  @Test
  @Timeout(20)
  void timeGrowsWithTheDepthOfTheNetworkOnly() {
    int depth = 50_000;
    var conv = new Conv(Window.of(3).pad(1));
    var graph = new TinyGraph().random("w", Shape.of(2, 2, 3, 3));
    var last = "x";
    for (int i = 0; i < depth; i++) {
      graph.node("conv" + i, conv, last, "w").relu("skip" + i, last);
      graph.add("add" + i, "conv" + i, "skip" + i);
      last = "add" + i;
    }
    assertThat(compile(graph.outputs(last)).nodes()).hasSize(2 * depth);
  }
}
