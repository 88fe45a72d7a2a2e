package dev.lanewise.engine.internal.compile;

import static dev.lanewise.engine.internal.compile.TinyGraph.checkSameBits;
import static dev.lanewise.engine.internal.compile.TinyGraph.compile;
import static dev.lanewise.engine.internal.compile.TinyGraph.lines;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.Window;
import org.junit.jupiter.api.Test;

/** What becomes one node and what does not; none of it may change a bit. */
class FuseEpilogueTest {

  private static void check(Graph source, String... lines) {
    var compiled = compile(source);
    assertThat(lines(compiled)).containsExactly(lines);
    assertThat(compiled.outputs()).isEqualTo(source.outputs());
    checkSameBits(source, compiled);
  }

  @Test
  void aConvolutionAloneTakesTheOneForm() {
    check(
        new TinyGraph().conv("conv", "x").outputs("conv"),
        "conv = Conv 3×3 p1(x, conv.weight, zeros[2])");
  }

  @Test
  void aConvolutionKeepsItsBias() {
    check(
        new TinyGraph().convWithBias("conv", "x").outputs("conv"),
        "conv = Conv 3×3 p1(x, conv.weight, conv.bias)");
  }

  @Test
  void aLinearLayerFusesAsAConvolutionDoes() {
    check(
        new TinyGraph()
            .input("v", Shape.of(3, 2))
            .linear("fc", "v")
            .add("add", "fc", "v")
            .relu("relu", "add")
            .outputs("relu"),
        "relu = Linear + skip → relu(v, fc.weight, zeros[2], v)");
  }

  @Test
  void theRectifierFuses() {
    check(
        new TinyGraph().conv("conv", "x").relu("relu", "conv").outputs("relu"),
        "relu = Conv 3×3 p1 → relu(x, conv.weight, zeros[2])");
  }

  @Test
  void theSkipFusesWithTheLayerFirst() {
    check(
        new TinyGraph().conv("conv", "x").add("add", "conv", "x").outputs("add"),
        "add = Conv 3×3 p1 + skip(x, conv.weight, zeros[2], x)");
  }

  @Test
  void theSkipFusesWithTheLayerSecond() {
    check(
        new TinyGraph().conv("conv", "x").add("add", "x", "conv").outputs("add"),
        "add = Conv 3×3 p1 + skip(x, conv.weight, zeros[2], x)");
  }

  @Test
  void theSkipMayBeAConstant() {
    check(
        new TinyGraph()
            .random("c", TinyGraph.PICTURE)
            .conv("conv", "x")
            .add("add", "c", "conv")
            .outputs("add"),
        "add = Conv 3×3 p1 + skip(x, conv.weight, zeros[2], c)");
  }

  @Test
  void aBasicBlockIsTwoNodes() {
    check(
        new TinyGraph()
            .conv("conv1", "x")
            .relu("relu1", "conv1")
            .conv("conv2", "relu1")
            .add("add", "conv2", "x")
            .relu("relu2", "add")
            .outputs("relu2"),
        "relu1 = Conv 3×3 p1 → relu(x, conv1.weight, zeros[2])",
        "relu2 = Conv 3×3 p1 + skip → relu(relu1, conv2.weight, zeros[2], x)");
  }

  @Test
  void ofTwoConvolutionsTheLaterTakesTheAdd() {
    check(
        new TinyGraph()
            .conv("branch", "x")
            .conv("shortcut", "x")
            .add("add", "branch", "shortcut")
            .relu("relu", "add")
            .outputs("relu"),
        "branch = Conv 3×3 p1(x, branch.weight, zeros[2])",
        "relu = Conv 3×3 p1 + skip → relu(x, shortcut.weight, zeros[2], branch)");
    check(
        new TinyGraph()
            .conv("shortcut", "x")
            .conv("branch", "x")
            .add("add", "branch", "shortcut")
            .outputs("add"),
        "shortcut = Conv 3×3 p1(x, shortcut.weight, zeros[2])",
        "add = Conv 3×3 p1 + skip(x, branch.weight, zeros[2], shortcut)");
  }

  @Test
  void whereTheLaterConvolutionCannotTheEarlierMovesToTheAdd() {
    check(
        new TinyGraph()
            .conv("first", "x")
            .conv("second", "x")
            .relu("rectified", "second")
            .add("add", "first", "rectified")
            .relu("relu", "add")
            .outputs("relu"),
        "rectified = Conv 3×3 p1 → relu(x, second.weight, zeros[2])",
        "relu = Conv 3×3 p1 + skip → relu(x, first.weight, zeros[2], rectified)");
  }

  @Test
  void theConvolutionMovesBehindASkipThatIsComputedLater() {
    check(
        new TinyGraph()
            .conv("conv", "x")
            .relu("skip", "x")
            .add("add", "skip", "conv")
            .outputs("add"),
        "skip = Relu(x)",
        "add = Conv 3×3 p1 + skip(x, conv.weight, zeros[2], skip)");
  }

  @Test
  void theSkipMayReadTheSameConvolutionThatTheBranchReads() {
    check(
        new TinyGraph()
            .conv("stem", "x")
            .conv("branch", "stem")
            .add("add", "stem", "branch")
            .outputs("add"),
        "stem = Conv 3×3 p1(x, stem.weight, zeros[2])",
        "add = Conv 3×3 p1 + skip(stem, branch.weight, zeros[2], stem)");
  }

  @Test
  void aChainOfResidualsFusesLinkByLink() {
    check(
        new TinyGraph()
            .conv("conv1", "x")
            .add("add1", "conv1", "x")
            .conv("conv2", "add1")
            .add("add2", "add1", "conv2")
            .conv("conv3", "add2")
            .add("add3", "conv3", "add2")
            .outputs("add3"),
        "add1 = Conv 3×3 p1 + skip(x, conv1.weight, zeros[2], x)",
        "add2 = Conv 3×3 p1 + skip(add1, conv2.weight, zeros[2], add1)",
        "add3 = Conv 3×3 p1 + skip(add2, conv3.weight, zeros[2], add2)");
  }

  @Test
  void oneLayerTakesOneSkipOnly() {
    check(
        new TinyGraph()
            .conv("conv", "x")
            .add("add1", "conv", "x")
            .add("add2", "add1", "x")
            .outputs("add2"),
        "add1 = Conv 3×3 p1 + skip(x, conv.weight, zeros[2], x)",
        "add2 = Add(add1, x)");
  }

  @Test
  void theSkipIsAddedBeforeTheActivationOnly() {
    check(
        new TinyGraph()
            .conv("conv", "x")
            .relu("relu", "conv")
            .add("add", "relu", "x")
            .relu("last", "add")
            .outputs("last"),
        "relu = Conv 3×3 p1 → relu(x, conv.weight, zeros[2])",
        "add = Add(relu, x)",
        "last = Relu(add)");
  }

  @Test
  void aConvolutionAddedToItselfStays() {
    check(
        new TinyGraph().conv("conv", "x").add("add", "conv", "conv").relu("r", "add").outputs("r"),
        "conv = Conv 3×3 p1(x, conv.weight, zeros[2])",
        "add = Add(conv, conv)",
        "r = Relu(add)");
  }

  @Test
  void anInputAddedToItselfStays() {
    check(new TinyGraph().add("add", "x", "x").outputs("add"), "add = Add(x, x)");
  }

  @Test
  void aValueReadTwiceStays() {
    check(
        new TinyGraph()
            .conv("conv", "x")
            .relu("relu", "conv")
            .add("add", "conv", "relu")
            .outputs("add"),
        "conv = Conv 3×3 p1(x, conv.weight, zeros[2])",
        "relu = Relu(conv)",
        "add = Add(conv, relu)");
  }

  @Test
  void aValueThatIsAnOutputStays() {
    check(
        new TinyGraph()
            .conv("conv", "x")
            .add("add", "conv", "x")
            .relu("relu", "add")
            .outputs("relu", "conv"),
        "conv = Conv 3×3 p1(x, conv.weight, zeros[2])",
        "add = Add(conv, x)",
        "relu = Relu(add)");
    check(
        new TinyGraph()
            .conv("conv", "x")
            .add("add", "conv", "x")
            .relu("relu", "add")
            .outputs("add", "relu"),
        "add = Conv 3×3 p1 + skip(x, conv.weight, zeros[2], x)",
        "relu = Relu(add)");
  }

  @Test
  void aDeadReaderDoesNotKeepTheLayerFromFusing() {
    check(
        new TinyGraph()
            .conv("conv", "x")
            .relu("dead", "conv")
            .add("add", "conv", "x")
            .outputs("add"),
        "add = Conv 3×3 p1 + skip(x, conv.weight, zeros[2], x)");
  }

  @Test
  void aNodeFusedByHandTakesMoreWhileItIsOpen() {
    var conv = new Conv(Window.of(3).pad(1));
    check(
        new TinyGraph()
            .random("w", Shape.of(2, 2, 3, 3))
            .random("b", Shape.of(2))
            .node("fused", new Fused(conv, false, Activation.NONE), "x", "w", "b")
            .add("add", "x", "fused")
            .relu("relu", "add")
            .outputs("relu"),
        "relu = Conv 3×3 p1 + skip → relu(x, w, b, x)");
  }

  @Test
  void layersWithoutBiasShareTheirZeros() {
    var compiled =
        compile(new TinyGraph().conv("conv1", "x").conv("conv2", "conv1").outputs("conv2"));
    assertThat(compiled.constants()).containsOnlyKeys("conv1.weight", "conv2.weight", "zeros[2]");
  }

  @Test
  void whatTheSkipTellsOfTheShapeIsKept() {
    var any = Shape.of(Shape.UNKNOWN, 2, Shape.UNKNOWN, Shape.UNKNOWN);
    var source =
        new TinyGraph()
            .input("any", any)
            .conv("conv", "any")
            .add("add", "conv", "x")
            .outputs("add");
    assertThat(compile(source).shape("add")).isEqualTo(TinyGraph.PICTURE);
  }
}
