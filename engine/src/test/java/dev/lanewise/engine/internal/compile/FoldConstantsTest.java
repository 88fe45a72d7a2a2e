package dev.lanewise.engine.internal.compile;

import static dev.lanewise.engine.internal.compile.TinyGraph.checkSameBits;
import static dev.lanewise.engine.internal.compile.TinyGraph.compile;
import static dev.lanewise.engine.internal.compile.TinyGraph.lines;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.PadChannels;
import dev.lanewise.engine.op.Window;
import org.junit.jupiter.api.Test;

class FoldConstantsTest {
  private static final Conv CONV = new Conv(Window.of(3).pad(1));
  private static final Shape WEIGHTS = Shape.of(2, 2, 3, 3);

  @Test
  void aChainOfConstantsBecomesOneUnderTheLastName() {
    var source =
        new TinyGraph()
            .random("a", WEIGHTS)
            .random("b", WEIGHTS)
            .add("sum", "a", "b")
            .relu("w", "sum")
            .node("conv", CONV, "x", "w")
            .outputs("conv");
    var compiled = compile(source);
    assertThat(lines(compiled)).containsExactly("conv = Conv 3×3 p1(x, w, zeros[2])");
    assertThat(compiled.constants()).containsOnlyKeys("w", "zeros[2]");
    assertThat(requireNonNull(compiled.constants().get("w")).layout()).isEqualTo(Layout.NCHW);
    checkSameBits(source, compiled);
  }

  @Test
  void weightsThatWereFoldedTakeABatchNorm() {
    var source =
        new TinyGraph()
            .random("a", WEIGHTS)
            .relu("w", "a")
            .node("conv", CONV, "x", "w")
            .batchNorm("bn", "conv")
            .outputs("bn");
    assertThat(lines(compile(source))).containsExactly("bn = Conv 3×3 p1(x, w*bn, conv.bias*bn)");
  }

  @Test
  void aConstantReadTwiceByOneNodeIsFolded() {
    var source =
        new TinyGraph()
            .random("a", WEIGHTS)
            .add("w", "a", "a")
            .node("conv", CONV, "x", "w")
            .outputs("conv");
    var compiled = compile(source);
    assertThat(compiled.constants()).containsOnlyKeys("w", "zeros[2]");
    checkSameBits(source, compiled);
  }

  @Test
  void anOutputStaysANode() {
    var source =
        new TinyGraph()
            .random("a", WEIGHTS)
            .relu("w", "a")
            .node("conv", CONV, "x", "w")
            .outputs("conv", "w");
    var compiled = compile(source);
    assertThat(lines(compiled))
        .containsExactly("w = Relu(a)", "conv = Conv 3×3 p1(x, w, zeros[2])");
    checkSameBits(source, compiled);
  }

  @Test
  void inputsAndConstantsMayBeOutputs() {
    var source = new TinyGraph().random("a", WEIGHTS).conv("conv", "x").outputs("a", "conv", "x");
    var compiled = compile(source);
    assertThat(compiled.outputs()).containsExactly("a", "conv", "x");
    checkSameBits(source, compiled);
  }

  @Test
  void aResultFarLargerThanItsOperandsIsLeftToTheRun() {
    var source =
        new TinyGraph()
            .constant("a", Shape.of(1, 1, 1, 1), 3)
            .node("wide", new PadChannels(0, 2_000_000_000), "a")
            .relu("relu", "wide")
            .outputs("relu");
    var weights = TinyGraph.noLimit();
    assertThat(Compiler.compile(source, weights)).isEqualTo(source);
    assertThat(weights.bytes()).isZero();
  }
}
