package dev.lanewise.engine.reference.gradient;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.GraphException;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Flatten;
import dev.lanewise.engine.op.GlobalAveragePool;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.Op;
import dev.lanewise.engine.op.Relu;
import dev.lanewise.engine.op.Softmax;
import dev.lanewise.engine.op.Window;
import dev.lanewise.engine.reference.Interpreter;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EvaluationTest {
  /** Where a sum is rounded differs; the values are near 1. */
  private static final double ROUNDING = 1e-12;

  /** A step of 1e-5 leaves an error of its square and of 2⁻⁵² / 1e-5. */
  private static final double DIFFERENCE = 1e-8;

  private final Drawn drawn = new Drawn(7);

  static Stream<Arguments> linearOperators() {
    var drawn = new Drawn(3);
    return Stream.of(
        one(new Linear(), drawn.wholes(3, 5), drawn.wholes(4, 5), drawn.wholes(4)),
        one(new Linear(), drawn.wholes(1, 2), drawn.wholes(3, 2)),
        one(new Conv(Window.of(3).pad(1)), drawn.wholes(2, 3, 4, 5), drawn.wholes(2, 3, 3, 3)),
        one(
            new Conv(Window.of(3, 2).stride(2, 1).pad(1, 0, 2, 1).dilation(1, 2), 2),
            drawn.wholes(2, 4, 6, 5),
            drawn.wholes(6, 2, 3, 2),
            drawn.wholes(6)),
        one(new Conv(Window.of(3).pad(2), 3), drawn.wholes(1, 3, 3, 2), drawn.wholes(3, 1, 3, 3)),
        one(new Flatten(), drawn.wholes(2, 3, 2, 4)),
        one(new Flatten(), drawn.wholes(2, 3)),
        one(new GlobalAveragePool(), drawn.wholes(2, 3, 2, 4)));
  }

  private static Arguments one(Op op, Tensor x, Tensor... parameters) {
    return Arguments.of(graph(op, x.shape(), parameters), x);
  }

  private static Graph graph(Op op, Shape x, Tensor... parameters) {
    var graph = Graph.builder("one");
    var inputs = new String[parameters.length + 1];
    inputs[0] = graph.input("x", x);
    for (int i = 0; i < parameters.length; i++) {
      inputs[i + 1] = graph.constant("p" + i, parameters[i]);
    }
    graph.output(graph.node("y", op, inputs));
    return graph.build();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("linearOperators")
  void wholeNumbersHaveTheInterpretersValuesAndExactDerivatives(Graph graph, Tensor x) {
    var input = DoubleTensor.of(x);
    var evaluation = Evaluation.of(graph, Map.of("x", input), Statistics.STORED);
    var y = evaluation.value("y");
    var expected = requireNonNull(Interpreter.run(graph, Map.of("x", x)).get("y"));
    assertThat(y).usingRecursiveComparison().isEqualTo(DoubleTensor.of(expected));

    double[] dy = DoubleTensor.of(drawn.wholes(y.data().length)).data();
    double[] slopes =
        CentralDifferences.of(
            moved -> sum(graph, moved, Statistics.STORED, dy), input, graph.nodes().size());
    assertThat(evaluation.gradient("y", dy, "x")).containsExactly(slopes);
  }

  @ParameterizedTest
  @EnumSource(
      value = Statistics.class,
      names = {"STORED", "BATCH"})
  void residualNetworkHasTheSlopesOfCentralDifferences(Statistics statistics) {
    var graph = residual();
    var x = DoubleTensor.of(drawn.reals(-1, 1, 3, 2, 4, 4));
    var evaluation = Evaluation.of(graph, Map.of("x", x), statistics);
    double[] dy = drawn.factors(evaluation.value("y").data().length);
    double[] slopes = CentralDifferences.of(moved -> sum(graph, moved, statistics, dy), x, 1e-5);
    assertThat(Arrays.stream(slopes).filter(slope -> slope != 0).count()).isGreaterThan(20);
    assertThat(evaluation.gradient("y", dy, "x")).containsExactly(slopes, within(DIFFERENCE));
  }

  @Test
  void batchNormAfterMatrixGoesThroughItsStatistics() {
    var norm = drawn.reals(0.5, 2, 3);
    var graph = graph(new BatchNorm(0.1), Shape.of(Shape.UNKNOWN, 3), norm, norm, norm, norm);
    var x = DoubleTensor.of(drawn.reals(-1, 1, 5, 3));
    var evaluation = Evaluation.of(graph, Map.of("x", x), Statistics.BATCH);
    double[] dy = drawn.factors(15);
    double[] slopes =
        CentralDifferences.of(moved -> sum(graph, moved, Statistics.BATCH, dy), x, 1e-5);
    assertThat(evaluation.gradient("y", dy, "x")).containsExactly(slopes, within(DIFFERENCE));
    // Whatever is added to all inputs is taken away again.
    assertThat(stride(evaluation.gradient("y", dy, "x"), 0, 3)).isCloseTo(0, within(ROUNDING));
  }

  /** Mean 2 and variance 4, which float32 holds. */
  @Test
  void heldStatisticsAreConstants() {
    var x = new DoubleTensor(Shape.of(4, 1), new double[] {0, 0, 4, 4});
    var gamma = Tensor.of(Shape.of(1), Layout.NCHW, 3);
    var beta = Tensor.of(Shape.of(1), Layout.NCHW, 1);
    var held =
        Evaluation.of(
            graph(new BatchNorm(0), x.shape(), gamma, beta, beta, beta),
            Map.of("x", x),
            Statistics.HELD);
    assertThat(held.value("y").data()).containsExactly(-2, -2, 4, 4);
    assertThat(held.gradient("y", new double[] {1, 0, -2, 4}, "x")).containsExactly(1.5, 0, -3, 6);
  }

  @Test
  void rectifierIsFlatAtZeroAndBelow() {
    var graph = graph(new Relu(), Shape.of(1, 4));
    var x = new DoubleTensor(Shape.of(1, 4), new double[] {-1, 0, -0.0, 2});
    var evaluation = Evaluation.of(graph, Map.of("x", x), Statistics.STORED);
    assertThat(evaluation.value("y").data()).containsExactly(0, 0, 0, 2);
    assertThat(evaluation.gradient("y", new double[] {3, 3, 3, 3}, "x"))
        .containsExactly(0, 0, 0, 3);
  }

  @Test
  void derivativesOfInnerValuesByInnerValues() {
    var graph = residual();
    var x = DoubleTensor.of(drawn.reals(-1, 1, 1, 2, 4, 4));
    var evaluation = Evaluation.of(graph, Map.of("x", x), Statistics.STORED);
    double[] dy = drawn.factors(evaluation.value("add").data().length);
    assertThat(evaluation.gradient("add", dy, "add")).containsExactly(dy).isNotSameAs(dy);
    assertThat(evaluation.gradient("add", dy, "bn")).containsExactly(dy);
    assertThat(evaluation.gradient("bn", dy, "add")).containsOnly(0).hasSize(dy.length);
  }

  @Test
  void bothSidesOfAnAddCountWhereTheyAreTheSame() {
    var graph = Graph.builder("twice");
    var x = graph.input("x", Shape.of(1, 1));
    graph.output(graph.node("y", new Add(), x, x));
    var point = new DoubleTensor(Shape.of(1, 1), new double[] {5});
    var evaluation = Evaluation.of(graph.build(), Map.of("x", point), Statistics.STORED);
    assertThat(evaluation.gradient("y", new double[] {3}, "x")).containsExactly(6);
  }

  @Test
  void whatHasNoDerivativeIsRefused() {
    var x = new DoubleTensor(Shape.of(1, 2), new double[2]);
    var softmax = graph(new Softmax(), x.shape());
    assertThatThrownBy(() -> Evaluation.of(softmax, Map.of("x", x), Statistics.STORED))
        .isInstanceOf(GraphException.class)
        .hasMessage("y: " + new Softmax() + " is not among the operators with derivatives");
    var fed = Graph.builder("fed");
    fed.input("x", x.shape());
    fed.input("w", x.shape());
    fed.output(fed.node("y", new Linear(), "x", "w"));
    assertThatThrownBy(() -> Evaluation.of(fed.build(), Map.of("x", x, "w", x), Statistics.HELD))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("y: ", "\"w\" is computed or an input");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    var graph = graph(new Linear(), Shape.of(1, 2), drawn.wholes(3, 2));
    var x = new DoubleTensor(Shape.of(1, 2), new double[2]);
    var evaluation = Evaluation.of(graph, Map.of("x", x), Statistics.STORED);
    assertThatThrownBy(() -> evaluation.gradient("y", new double[2], "x"))
        .isInstanceOf(ShapeException.class)
        .hasMessage("\"y\" has 3 elements, got 2 factors");
    assertThatThrownBy(() -> evaluation.gradient("y", new double[3], "p0"))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("\"p0\" is a constant");
    assertThatThrownBy(() -> evaluation.gradient("y", new double[3], "z"))
        .isInstanceOf(GraphException.class)
        .hasMessage("one has no value \"z\"");
    assertThatThrownBy(() -> Evaluation.of(graph, Map.of(), Statistics.STORED))
        .isInstanceOf(GraphException.class)
        .hasMessage("no tensor for input \"x\"");
    assertThatThrownBy(() -> new DoubleTensor(Shape.of(2, 2), new double[3]))
        .isInstanceOf(ShapeException.class)
        .hasMessage("[2, 2] has 4 elements, got 3");
  }

  /** conv → bn → ⊕ x → relu → strided conv → bn → pool → flatten → linear. */
  private Graph residual() {
    var graph = Graph.builder("residual");
    var x = graph.input("x", Shape.of(Shape.UNKNOWN, 2, 4, 4));
    graph.constant("w1", drawn.reals(-0.5, 0.5, 2, 2, 3, 3));
    graph.constant("w2", drawn.reals(-0.5, 0.5, 3, 2, 3, 3));
    graph.constant("w3", drawn.reals(-0.5, 0.5, 2, 3));
    graph.constant("c", drawn.reals(0.5, 2, 2));
    graph.constant("d", drawn.reals(0.5, 2, 3));
    var same = new Conv(Window.of(3).pad(1));
    var y = graph.node("conv", same, x, "w1");
    y = graph.node("bn", new BatchNorm(1e-5), y, "c", "c", "c", "c");
    y = graph.node("relu", new Relu(), graph.node("add", new Add(), y, x));
    y = graph.node("down", new Conv(Window.of(3).stride(2).pad(1)), y, "w2");
    y = graph.node("bn2", new BatchNorm(1e-5), y, "d", "d", "d", "d");
    y = graph.node("relu2", new Relu(), y);
    y = graph.node("flat", new Flatten(), graph.node("pool", new GlobalAveragePool(), y));
    graph.output(graph.node("y", new Linear(), y, "w3"));
    return graph.build();
  }

  private static double sum(Graph graph, DoubleTensor x, Statistics statistics, double[] dy) {
    double[] y = Evaluation.of(graph, Map.of("x", x), statistics).value("y").data();
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      sum += dy[i] * y[i];
    }
    return sum;
  }

  private static double stride(double[] values, int first, int step) {
    double sum = 0;
    for (int i = first; i < values.length; i += step) {
      sum += values[i];
    }
    return sum;
  }
}
