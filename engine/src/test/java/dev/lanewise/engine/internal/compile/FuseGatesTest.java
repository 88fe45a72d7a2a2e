package dev.lanewise.engine.internal.compile;

import static dev.lanewise.engine.internal.compile.TinyGraph.compile;
import static dev.lanewise.engine.internal.compile.TinyGraph.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.Apply;
import dev.lanewise.engine.op.Binary;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.Window;
import dev.lanewise.engine.reference.Interpreter;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gates, biases and scales that exporters write out. */
class FuseGatesTest {
  private static final Shape SHAPE = Shape.of(2, 2, 2, 2);
  private static final Activation SIGMOID = Activation.of(Activation.Kind.SIGMOID);

  private final Graph.Builder graph = Graph.builder("gates");

  FuseGatesTest() {
    graph.input("x", SHAPE);
  }

  private void constant(String name, Shape shape, float... values) {
    graph.constant(name, Tensor.of(shape, Layout.NCHW, values));
  }

  private void binary(String name, Binary.Function function, String a, String b) {
    graph.node(name, new Binary(function), a, b);
  }

  /** Compiles, expects these lines, and values that differ by roundings only. */
  private void check(String output, String... lines) {
    graph.output(output);
    var source = graph.build();
    var compiled = compile(source);
    assertThat(lines(compiled)).containsExactly(lines);
    var x = Tensor.managed(SHAPE, Layout.NCHW);
    for (int i = 0; i < 16; i++) {
      x.segment().setAtIndex(ValueLayout.JAVA_FLOAT, i, i - 7.7f);
    }
    float[] expected = run(source, x);
    float[] actual = run(compiled, x);
    for (int i = 0; i < expected.length; i++) {
      // Two roundings more or fewer, of numbers up to 16.
      assertThat(actual[i]).isCloseTo(expected[i], offset(4e-6f));
    }
  }

  private static float[] run(Graph graph, Tensor x) {
    var outputs = Interpreter.run(graph, Map.of("x", x));
    return Objects.requireNonNull(outputs.get(graph.outputs().getLast())).toArray(Layout.NCHW);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aProductWithItsOwnSigmoidIsSwish(boolean gateFirst) {
    graph.node("gate", new Apply(SIGMOID), "x");
    binary("y", Binary.Function.MUL, gateFirst ? "gate" : "x", gateFirst ? "x" : "gate");
    check("y", "y = Apply silu(x)");
  }

  @Test
  void aProductWithItsOwnHardSigmoidIsHardSwish() {
    graph.node("gate", new Apply(Activation.hardSigmoid(0.1666667f, 0.5f)), "x");
    binary("y", Binary.Function.MUL, "x", "gate");
    check("y", "y = Apply hard_swish(x)");
  }

  @Test
  void hardSwishWrittenOutIsOne() {
    constant("three", Shape.of(), 3);
    constant("six", Shape.of(1), 6);
    binary("sum", Binary.Function.ADD, "x", "three");
    graph.node("clip", new Apply(Activation.clip(0, 6)), "sum");
    binary("product", Binary.Function.MUL, "x", "clip");
    binary("y", Binary.Function.DIV, "product", "six");
    check("y", "y = Apply hard_swish(x)");
  }

  @Test
  void aNumberThatAddsAnAxisKeepsHardSwishWrittenOut() {
    constant("three", Shape.of(), 3);
    constant("six", Shape.of(1, 1, 1, 1, 1), 6);
    binary("sum", Binary.Function.ADD, "x", "three");
    graph.node("clip", new Apply(Activation.clip(0, 6)), "sum");
    binary("product", Binary.Function.MUL, "x", "clip");
    binary("y", Binary.Function.DIV, "product", "six");
    check(
        "y",
        "sum = BatchNorm ε=0.0(x, ones of 2 channels, sum.channels, zeros of 2 channels, ones of 2"
            + " channels)",
        "clip = Apply clip 0.0, 6.0(sum)",
        "product = Mul(x, clip)",
        "y = Div(product, six)");
  }

  @Test
  void aGateThatIsReadElsewhereStays() {
    graph.node("gate", new Apply(SIGMOID), "x");
    binary("product", Binary.Function.MUL, "x", "gate");
    binary("y", Binary.Function.ADD, "product", "gate");
    check("y", "gate = Apply sigmoid(x)", "product = Mul(x, gate)", "y = Add(product, gate)");
  }

  @Test
  void anotherValuesGateStays() {
    graph.node("gate", new Apply(SIGMOID), "x");
    graph.node("other", new Apply(Activation.of(Activation.Kind.TANH)), "x");
    binary("y", Binary.Function.MUL, "other", "gate");
    check("y", "gate = Apply sigmoid(x)", "other = Apply tanh(x)", "y = Mul(other, gate)");
  }

  @Test
  void scaleAndBiasOfChannelsAreFoldedIntoTheLayerBefore() {
    constant("w", Shape.of(2, 2, 1, 1), 1, 2, 3, 4);
    constant("scale", Shape.of(2, 1, 1), 2, -1);
    constant("bias", Shape.of(), 0.5f);
    var pointwise = Window.of(1);
    graph.node("conv", new Conv(pointwise), "x", "w");
    binary("scaled", Binary.Function.MUL, "scale", "conv");
    binary("y", Binary.Function.ADD, "scaled", "bias");
    check("y", "y = Conv 1×1(x, w*scaled*y, scaled.bias*y)");
  }

  /** As pictures are normalised, or turned around; in twos, so that nothing is rounded. */
  @Test
  void operatorsOneAfterTheOtherAreOneNorm() {
    constant("mean", Shape.of(2, 1, 1), 3, -5);
    constant("deviation", Shape.of(1, 2, 1, 1), 4, 0.5f);
    constant("one", Shape.of(), 1);
    binary("centred", Binary.Function.SUB, "x", "mean");
    binary("scaled", Binary.Function.DIV, "centred", "deviation");
    binary("y", Binary.Function.SUB, "one", "scaled");
    graph.output("y");
    var compiled = compile(graph.build());
    assertThat(lines(compiled))
        .containsExactly(
            "y = BatchNorm ε=0.0(x, gamma of centred, scaled, y, beta of centred, scaled, y, zeros"
                + " of 2 channels, ones of 2 channels)");
    var x =
        Tensor.of(
            SHAPE, Layout.NCHW, new float[] {7, 3, 0, 1, -5, 0, 1, 2, 0, 0, 0, 0, 1, 1, 1, 1});
    assertThat(run(compiled, x))
        .containsExactly(
            0, 1, 1.75f, 1.5f, 1, -9, -11, -13, 1.75f, 1.75f, 1.75f, 1.75f, -11, -11, -11, -11);
  }

  /** What is joined depends on the outputs, and one model compiles for several. */
  @Test
  void aNormThatIsAnOutputIsJoinedWithNone() {
    constant("two", Shape.of(), 2);
    constant("three", Shape.of(), 3);
    binary("a", Binary.Function.SUB, "x", "two");
    binary("b", Binary.Function.MUL, "a", "three");
    binary("c", Binary.Function.ADD, "b", "two");
    graph.output("a");
    graph.output("c");
    var source = graph.build();
    var weights = TinyGraph.noLimit();
    var x =
        Tensor.managed(SHAPE, Layout.NCHW)
            .copyFrom(new float[] {9, -1, 4, 0, 2, 5, 3, 1, 8, 6, 7, 0, 0, 1, 2, 3});
    for (var outputs : List.of(List.of("a", "c"), List.of("c"), List.of("b", "c"))) {
      var compiled = Compiler.compile(source.withOutputs(outputs), weights);
      assertThat(compiled.nodes()).hasSize(outputs.size());
      assertThat(run(compiled, x)).containsExactly(run(source.withOutputs(outputs), x));
    }
  }

  /** One near a large mean: the difference is exact, and a third of the numbers is not. */
  @Test
  void aMeanOfManyDeviationsIsSubtractedFirst() {
    constant("mean", Shape.of(), 100_000);
    constant("deviation", Shape.of(), 3);
    binary("centred", Binary.Function.SUB, "x", "mean");
    binary("y", Binary.Function.DIV, "centred", "deviation");
    graph.output("y");
    var compiled = compile(graph.build());
    assertThat(compiled.nodes()).hasSize(2);
    var x = Tensor.managed(SHAPE, Layout.NCHW);
    x.segment().setAtIndex(ValueLayout.JAVA_FLOAT, 0, 100_001);
    assertThat(run(compiled, x)[0]).isEqualTo(1f / 3);
  }

  /** The first two would lose what the third makes large. */
  @Test
  void aMeanIsMeasuredInWhatComesOutInTheEnd() {
    constant("mean", Shape.of(), 20.1f);
    constant("little", Shape.of(), 1e-4f);
    binary("centred", Binary.Function.SUB, "x", "mean");
    binary("kept", Binary.Function.ADD, "centred", "little");
    binary("y", Binary.Function.DIV, "kept", "little");
    graph.output("y");
    var source = graph.build();
    var compiled = compile(source);
    assertThat(compiled.nodes()).hasSize(2);
    var x = Tensor.managed(SHAPE, Layout.NCHW);
    x.segment().fill((byte) 0);
    for (int i = 0; i < 4; i++) {
      x.segment().setAtIndex(ValueLayout.JAVA_FLOAT, i, 20.1f + i * 1e-4f);
    }
    for (int i = 0; i < 4; i++) {
      // A quotient by 1e-4 is a product with 10,000, to a rounding of numbers up to 4.
      assertThat(run(compiled, x)[i]).isCloseTo(run(source, x)[i], offset(1e-6f));
    }
  }

  /** Each of two norms holds what both together do not. */
  @ParameterizedTest
  @ValueSource(floats = {1e25f, 1e-30f})
  void normsWhoseProductNoFloatHoldsStayApart(float scale) {
    constant("scale", Shape.of(), scale);
    binary("once", Binary.Function.MUL, "x", "scale");
    binary("y", Binary.Function.MUL, "once", "scale");
    graph.output("y");
    var source = graph.build();
    var compiled = compile(source);
    assertThat(compiled.nodes()).hasSize(2);
    var x = Tensor.managed(SHAPE, Layout.NCHW);
    x.segment().setAtIndex(ValueLayout.JAVA_FLOAT, 0, 1 / scale);
    assertThat(run(compiled, x)).containsExactly(run(source, x));
  }

  @Test
  void productsWithInfinityStay() {
    constant("c", Shape.of(), Float.NEGATIVE_INFINITY);
    binary("y", Binary.Function.MUL, "x", "c");
    graph.output("y");
    assertThat(lines(compile(graph.build()))).containsExactly("y = Mul(x, c)");
  }

  /** Boxes, of which there may be none; behind a layer there are some. */
  @Test
  void rowsThatMayBeNoneStayUnlessALayerMakesThem() {
    graph.input("boxes", Shape.of(Shape.UNKNOWN, 2));
    constant("two", Shape.of(2), 2, -2);
    constant("w", Shape.of(2, 2), 1, 2, 3, 4);
    binary("moved", Binary.Function.SUB, "boxes", "two");
    graph.node("layer", new Linear(), "boxes", "w");
    binary("biased", Binary.Function.ADD, "layer", "two");
    graph.output("moved");
    graph.output("biased");
    assertThat(lines(compile(graph.build())))
        .containsExactly(
            "moved = Sub(boxes, two)", "biased = Linear(boxes, w*biased, layer.bias*biased)");
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 3e38f, 1e-39f, Float.POSITIVE_INFINITY, Float.NaN})
  void quotientsByNumbersWithoutInverseStay(float number) {
    constant("c", Shape.of(), number);
    binary("y", Binary.Function.DIV, "x", "c");
    graph.output("y");
    assertThat(lines(compile(graph.build()))).containsExactly("y = Div(x, c)");
  }

  @Test
  void aQuotientOfAConstantStays() {
    constant("c", Shape.of(), 2);
    binary("y", Binary.Function.DIV, "c", "x");
    check("y", "y = Div(c, x)");
  }

  @Test
  void constantsThatAreNotForChannelsStay() {
    constant("row", Shape.of(2), 2, -1);
    binary("y", Binary.Function.MUL, "x", "row");
    check("y", "y = Mul(x, row)");
  }

  @Test
  void constantsThatWidenStay() {
    constant("wide", Shape.of(1, 1, 2, 1, 1), 1, 2);
    binary("y", Binary.Function.ADD, "x", "wide");
    check("y", "y = Add(x, wide)");
  }
}
