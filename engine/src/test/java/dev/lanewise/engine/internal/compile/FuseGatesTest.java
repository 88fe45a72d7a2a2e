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
import dev.lanewise.engine.op.Window;
import dev.lanewise.engine.reference.Interpreter;
import java.lang.foreign.ValueLayout;
import java.util.Map;
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
    var outputs = Interpreter.run(graph, Map.of("x", x)).values();
    return outputs.iterator().next().toArray(Layout.NCHW);
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
