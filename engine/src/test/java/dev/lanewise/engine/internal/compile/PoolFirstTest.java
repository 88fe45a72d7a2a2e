package dev.lanewise.engine.internal.compile;

import static dev.lanewise.engine.internal.compile.TinyGraph.compile;
import static dev.lanewise.engine.internal.compile.TinyGraph.lines;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.SameBits;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.AveragePool;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Window;
import dev.lanewise.engine.reference.Interpreter;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Means before 1×1 convolutions. */
class PoolFirstTest {
  private static final AveragePool HALF = new AveragePool(Window.of(2).stride(2), false, false);

  /** A 1×1 convolution with small whole numbers, so that every order gives the same bits. */
  private static TinyGraph conv(TinyGraph graph, String name, String x, Window window) {
    int taps = window.taps();
    float[] weights = new float[4 * taps];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i % 7 - 3;
    }
    return graph
        .constant(name + ".weight", Shape.of(2, 2, window.kernelH(), window.kernelW()), weights)
        .constant(name + ".bias", Shape.of(2), 5, -3)
        .node(name, new Conv(window), x, name + ".weight", name + ".bias");
  }

  private static TinyGraph pointwise() {
    return conv(new TinyGraph(), "conv", "x", Window.of(1));
  }

  /** Compiles, and compares the outputs for whole numbers. */
  private static Graph checked(Graph source) {
    var compiled = compile(source);
    float[] values = new float[32];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 5 % 23 - 11;
    }
    var inputs = Map.of("x", Tensor.of(TinyGraph.PICTURE, Layout.NCHW, values));
    SameBits.check(Interpreter.run(source, inputs), Interpreter.run(compiled, inputs));
    return compiled;
  }

  @Test
  void meansComeFirst() {
    assertThat(lines(checked(pointwise().node("pool", HALF, "conv").outputs("pool"))))
        .containsExactly(
            "x.pooled = AveragePool 2×2/2(x)", "pool = Conv 1×1(x.pooled, conv.weight, conv.bias)");
  }

  @Test
  void whatFollowsThePoolingIsFusedIntoTheLayer() {
    var graph =
        pointwise()
            .node("pool", HALF, "conv")
            .node("other", HALF, "x")
            .add("add", "pool", "other")
            .relu("relu", "add")
            .outputs("relu");
    assertThat(lines(checked(graph)))
        .containsExactly(
            "x.pooled = AveragePool 2×2/2(x)",
            "other = AveragePool 2×2/2(x)",
            "relu = Conv 1×1 + skip → relu(x.pooled, conv.weight, conv.bias, other)");
  }

  @Test
  void nameThatIsInUseIsLeftAlone() {
    var graph = pointwise().node("x.pooled", HALF, "conv").outputs("x.pooled");
    assertThat(lines(checked(graph)))
        .containsExactly(
            "x.pooled' = AveragePool 2×2/2(x)",
            "x.pooled = Conv 1×1(x.pooled', conv.weight, conv.bias)");
  }

  static Stream<AveragePool> others() {
    return Stream.of(
        new AveragePool(Window.of(2), false, false),
        new AveragePool(Window.of(2).stride(2).pad(1, 0, 0, 0), false, true),
        new AveragePool(Window.of(2).stride(2).pad(0, 0, 1, 0), false, false),
        new AveragePool(Window.of(3).stride(2), true, false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("others")
  void meansOverPaddingOrOfAllPixelsStayBehind(AveragePool pool) {
    var compiled = checked(pointwise().node("pool", pool, "conv").outputs("pool"));
    assertThat(compiled.nodes()).extracting("name").containsExactly("conv", "pool");
  }

  @Test
  void layersThatAreMoreThanSumsOfAPixelStayInFront() {
    var window = conv(new TinyGraph(), "conv", "x", Window.of(3).pad(1));
    var strided = conv(new TinyGraph(), "conv", "x", Window.of(1).stride(2));
    for (var graph : new TinyGraph[] {window, strided}) {
      var compiled = checked(graph.node("pool", HALF, "conv").outputs("pool"));
      assertThat(compiled.nodes()).extracting("name").containsExactly("conv", "pool");
    }
    var rectified = pointwise().relu("relu", "conv").node("pool", HALF, "relu");
    assertThat(checked(rectified.outputs("pool")).nodes())
        .extracting("name")
        .containsExactly("relu", "pool");
    var added = pointwise().add("add", "conv", "x").node("pool", HALF, "add");
    assertThat(checked(added.outputs("pool")).nodes())
        .extracting("name")
        .containsExactly("add", "pool");
  }

  @Test
  void valuesThatOthersSeeAreComputed() {
    var output = pointwise().node("pool", HALF, "conv").outputs("conv", "pool");
    assertThat(checked(output).nodes()).extracting("name").containsExactly("conv", "pool");
    var twice = pointwise().node("pool", HALF, "conv").relu("relu", "conv").outputs("pool", "relu");
    assertThat(checked(twice).nodes()).extracting("name").contains("conv", "pool");
  }
}
