package dev.lanewise.engine.internal.compile;

import static dev.lanewise.engine.internal.compile.TinyGraph.checkSameBits;
import static dev.lanewise.engine.internal.compile.TinyGraph.compile;
import static dev.lanewise.engine.internal.compile.TinyGraph.lines;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.RandomGraphs;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.ConvTranspose;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.Window;
import dev.lanewise.engine.reference.Interpreter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldBatchNormTest {

  private static float[] constant(Graph graph, String name) {
    return requireNonNull(graph.constants().get(name), name).toArray(Layout.NCHW);
  }

  /** The formula of the record, spelled out once more. */
  private static void checkFolded(Graph source, Graph compiled, String layer, String norm) {
    float[] weights = constant(source, layer + ".weight");
    float[] bias =
        source.constants().containsKey(layer + ".bias")
            ? constant(source, layer + ".bias")
            : new float[2];
    float[] gamma = constant(source, norm + ".gamma");
    float[] beta = constant(source, norm + ".beta");
    float[] mean = constant(source, norm + ".mean");
    float[] variance = constant(source, norm + ".variance");
    var expectedWeights = new float[weights.length];
    var expectedBias = new float[2];
    for (int o = 0; o < 2; o++) {
      double scale = (double) gamma[o] / Math.sqrt((double) variance[o] + 1e-5);
      for (int i = 0; i < weights.length / 2; i++) {
        int at = o * (weights.length / 2) + i;
        expectedWeights[at] = (float) ((double) weights[at] * scale);
      }
      expectedBias[o] = (float) ((double) beta[o] + ((double) bias[o] - (double) mean[o]) * scale);
    }
    assertThat(constant(compiled, layer + ".weight*" + norm)).containsExactly(expectedWeights);
    assertThat(constant(compiled, layer + ".bias*" + norm)).containsExactly(expectedBias);
  }

  @Test
  void weightsAndBiasAreRoundedOnceFromDouble() {
    var source = new TinyGraph().convWithBias("conv", "x").batchNorm("bn", "conv").outputs("bn");
    var compiled = compile(source);
    assertThat(lines(compiled))
        .containsExactly("bn = Conv 3×3 p1(x, conv.weight*bn, conv.bias*bn)");
    assertThat(compiled.constants()).containsOnlyKeys("conv.weight*bn", "conv.bias*bn");
    checkFolded(source, compiled, "conv", "bn");
  }

  @Test
  void aLayerWithoutBiasGetsOne() {
    var source = new TinyGraph().conv("conv", "x").batchNorm("bn", "conv").outputs("bn");
    var compiled = compile(source);
    assertThat(compiled.constants()).containsOnlyKeys("conv.weight*bn", "conv.bias*bn");
    checkFolded(source, compiled, "conv", "bn");
  }

  @Test
  void aLinearLayerFoldsAsAConvolutionDoes() {
    var source =
        new TinyGraph()
            .input("v", Shape.of(3, 2))
            .linear("fc", "v")
            .batchNorm("bn", "fc")
            .outputs("bn");
    var compiled = compile(source);
    assertThat(lines(compiled)).containsExactly("bn = Linear(v, fc.weight*bn, fc.bias*bn)");
    checkFolded(source, compiled, "fc", "bn");
  }

  @Test
  void aDepthwiseConvolutionIsScaledByItsOutputChannel() {
    var source =
        new TinyGraph()
            .random("conv.weight", Shape.of(2, 1, 3, 3))
            .node("conv", new Conv(Window.of(3).pad(1), 2), "x", "conv.weight")
            .batchNorm("bn", "conv")
            .outputs("bn");
    checkFolded(source, compile(source), "conv", "bn");
  }

  /** Its weights have the outputs of a group second. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aTransposedConvolutionIsScaledByItsOutputChannel(int groups) {
    int out = 2 / groups;
    var source =
        new TinyGraph()
            .random("conv.weight", Shape.of(2, out, 2, 2))
            .node(
                "conv", new ConvTranspose(Window.of(2).stride(2), groups, 0, 0), "x", "conv.weight")
            .batchNorm("bn", "conv")
            .outputs("bn");
    var compiled = compile(source);
    assertThat(lines(compiled))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("bn = ConvTranspose 2×2/2");
    float[] gamma = constant(source, "bn.gamma");
    float[] variance = constant(source, "bn.variance");
    float[] expected = constant(source, "conv.weight");
    for (int ic = 0; ic < 2; ic++) {
      for (int i = 0; i < out * 4; i++) {
        int o = groups == 2 ? ic : i / 4;
        double scale = gamma[o] / Math.sqrt(variance[o] + 1e-5);
        expected[ic * out * 4 + i] = (float) (expected[ic * out * 4 + i] * scale);
      }
    }
    assertThat(constant(compiled, "conv.weight*bn")).containsExactly(expected);
    float[] beta = constant(source, "bn.beta");
    float[] mean = constant(source, "bn.mean");
    for (int o = 0; o < 2; o++) {
      double scale = gamma[o] / Math.sqrt(variance[o] + 1e-5);
      assertThat(constant(compiled, "conv.bias*bn")[o])
          .isEqualTo((float) (beta[o] - mean[o] * scale));
    }
  }

  /** Weights are scaled in pieces of 16,384: a row may end in one, or go through several. */
  @ParameterizedTest
  @ValueSource(ints = {8_192, 12_000, 16_384, 16_385, 40_000})
  void longRowsAreScaledToTheirEnds(int row) {
    var source =
        new TinyGraph()
            .input("v", Shape.of(1, row))
            .random("fc.weight", Shape.of(2, row))
            .node("fc", new Linear(), "v", "fc.weight")
            .batchNorm("bn", "fc")
            .outputs("bn");
    checkFolded(source, compile(source), "fc", "bn");
  }

  @ParameterizedTest
  @ValueSource(
      floats = {
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        -0f,
        Float.MIN_VALUE,
        Float.MAX_VALUE
      })
  void valuesThatAreNotOrdinaryFollowTheFormulaToo(float value) {
    for (var special : new String[] {"weight", "bias", "gamma", "beta", "mean", "variance"}) {
      var source =
          new TinyGraph()
              .constant(
                  "conv.weight", Shape.of(2, 2, 1, 1), 0.3f, at(special, "weight", value), 0, 1)
              .constant("conv.bias", Shape.of(2), 0.1f, at(special, "bias", value))
              .constant("bn.gamma", Shape.of(2), at(special, "gamma", value), -1.7f)
              .constant("bn.beta", Shape.of(2), at(special, "beta", value), 0.4f)
              .constant("bn.mean", Shape.of(2), at(special, "mean", value), 0.9f)
              .constant("bn.variance", Shape.of(2), at(special, "variance", value), 0f)
              .node("conv", new Conv(Window.of(1)), "x", "conv.weight", "conv.bias")
              .node(
                  "bn",
                  new BatchNorm(1e-5),
                  "conv",
                  "bn.gamma",
                  "bn.beta",
                  "bn.mean",
                  "bn.variance")
              .outputs("bn");
      checkFolded(source, compile(source), "conv", "bn");
    }
  }

  private static float at(String special, String name, float value) {
    return special.equals(name) ? value : 0.6f;
  }

  @Test
  void aVarianceAndEpsilonOfZeroDivideByZero() {
    var source =
        new TinyGraph()
            .constant("w", Shape.of(2, 2, 1, 1), 0, 1, -1, 2)
            .constant("gamma", Shape.of(2), 1, 1)
            .constant("zero", Shape.of(2), 0, 0)
            .node("conv", new Conv(Window.of(1)), "x", "w")
            .node("bn", new BatchNorm(0), "conv", "gamma", "zero", "zero", "zero")
            .outputs("bn");
    assertThat(constant(compile(source), "w*bn"))
        .containsExactly(
            Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
  }

  @Test
  void twoBatchNormsInARowFoldOneAfterTheOther() {
    var source =
        new TinyGraph()
            .conv("conv", "x")
            .batchNorm("bn1", "conv")
            .batchNorm("bn2", "bn1")
            .outputs("bn2");
    assertThat(lines(compile(source)))
        .containsExactly("bn2 = Conv 3×3 p1(x, conv.weight*bn1*bn2, bn1.bias*bn2)");
  }

  @Test
  void aConvolutionThatTwoBatchNormsReadKeepsBoth() {
    var source =
        new TinyGraph()
            .conv("conv", "x")
            .batchNorm("bn1", "conv")
            .batchNorm("bn2", "conv")
            .outputs("bn1", "bn2");
    var compiled = compile(source);
    assertThat(compiled.nodes()).extracting("name").containsExactly("conv", "bn1", "bn2");
    checkSameBits(source, compiled);
  }

  @Test
  void aConvolutionThatIsAnOutputKeepsItsBatchNorm() {
    var source = new TinyGraph().conv("conv", "x").batchNorm("bn", "conv").outputs("conv", "bn");
    var compiled = compile(source);
    assertThat(compiled.nodes()).extracting("name").containsExactly("conv", "bn");
    checkSameBits(source, compiled);
  }

  @Test
  void aBatchNormBehindNoLayerStays() {
    var source =
        new TinyGraph()
            .batchNorm("bn1", "x")
            .conv("conv", "bn1")
            .relu("relu", "conv")
            .batchNorm("bn2", "relu")
            .outputs("bn2");
    var compiled = compile(source);
    assertThat(compiled.nodes()).extracting("name").containsExactly("bn1", "relu", "bn2");
    checkSameBits(source, compiled);
  }

  @Test
  void parametersThatAreNotConstantsAreNotFolded() {
    var conv = new Conv(Window.of(3).pad(1));
    var weightsGiven =
        new TinyGraph()
            .input("w", Shape.of(2, 2, 3, 3))
            .node("conv", conv, "x", "w")
            .batchNorm("bn", "conv")
            .outputs("bn");
    var biasGiven =
        new TinyGraph()
            .input("b", Shape.of(2))
            .random("w", Shape.of(2, 2, 3, 3))
            .node("conv", conv, "x", "w", "b")
            .batchNorm("bn", "conv")
            .outputs("bn");
    var meanGiven =
        new TinyGraph()
            .input("mean", Shape.of(2))
            .conv("conv", "x")
            .constant("ones", Shape.of(2), 1, 1)
            .node("bn", new BatchNorm(1e-5), "conv", "ones", "ones", "mean", "ones")
            .outputs("bn");
    for (var source : new Graph[] {weightsGiven, biasGiven, meanGiven}) {
      var compiled = compile(source);
      assertThat(compiled.nodes()).extracting("name").containsExactly("conv", "bn");
      checkSameBits(source, compiled);
    }
  }

  @Test
  void weightsSharedByTwoConvolutionsAreFoldedForEach() {
    var conv = new Conv(Window.of(3).pad(1));
    var source =
        new TinyGraph()
            .random("w", Shape.of(2, 2, 3, 3))
            .node("conv1", conv, "x", "w")
            .batchNorm("bn1", "conv1")
            .node("conv2", conv, "bn1", "w")
            .batchNorm("bn2", "conv2")
            .outputs("bn2");
    assertThat(lines(compile(source)))
        .containsExactly(
            "bn1 = Conv 3×3 p1(x, w*bn1, conv1.bias*bn1)",
            "bn2 = Conv 3×3 p1(bn1, w*bn2, conv2.bias*bn2)");
  }

  @Test
  void aNameInUseAlreadyIsNotTakenAgain() {
    var source =
        new TinyGraph()
            .random("conv.weight*bn", TinyGraph.PICTURE)
            .conv("conv", "x")
            .batchNorm("bn", "conv")
            .add("add", "bn", "conv.weight*bn")
            .outputs("add");
    assertThat(lines(compile(source)))
        .containsExactly(
            "add = Conv 3×3 p1 + skip(x, conv.weight*bn', conv.bias*bn, conv.weight*bn)");
  }

  /**
   * Folding changes roundings only. The seeds are fixed, so that no unlucky cancellation fails a
   * build: 1e-4 of the largest value is what a few layers of sums up to 600 terms may lose, and a
   * wrong fold is off by as much as the values themselves.
   */
  @Test
  void randomGraphsMeanTheSame() {
    int folded = 0;
    for (long seed = 0; seed < 200; seed++) {
      var random = RandomGraphs.generate(seed, 3, RandomGraphs.Numbers.FLOATS);
      var source = random.graph().withOutputs(random.graph().outputs());
      var compiled = compile(source);
      folded += batchNorms(source) - batchNorms(compiled);
      var expected = Interpreter.run(source, random.inputs());
      var actual = Interpreter.run(compiled, random.inputs());
      for (var name : source.outputs()) {
        checkClose(random, requireNonNull(expected.get(name)), requireNonNull(actual.get(name)));
      }
    }
    assertThat(folded).isGreaterThan(100);
  }

  private static int batchNorms(Graph graph) {
    return (int) graph.nodes().stream().filter(node -> node.op() instanceof BatchNorm).count();
  }

  private static void checkClose(RandomGraphs.Case random, Tensor expected, Tensor actual) {
    float[] want = expected.toArray(Layout.NCHW);
    float[] got = actual.toArray(Layout.NCHW);
    double largest = 0;
    for (float value : want) {
      largest = Float.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
    }
    for (int i = 0; i < want.length; i++) {
      if (Float.isFinite(want[i])) {
        assertThat((double) got[i]).as("%s", random).isCloseTo(want[i], within(1e-4 * largest));
      } else {
        // From windows that lie wholly in the padding.
        assertThat(Float.valueOf(got[i])).as("%s", random).isEqualTo(Float.valueOf(want[i]));
      }
    }
  }
}
