package dev.lanewise.bench.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Flatten;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.GlobalAveragePool;
import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.Op;
import dev.lanewise.engine.op.PadChannels;
import dev.lanewise.engine.op.Softmax;
import dev.lanewise.engine.op.UpsampleAdd;
import dev.lanewise.engine.op.Window;
import dev.lanewise.engine.reference.Interpreter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class LoopProgramTest {
  /** Two pictures, an odd number of channels, sides that differ. */
  private static final Shape INPUT = Shape.of(2, 3, 5, 4);

  private static final Tensor X = SeededWeights.tensor("input", INPUT);

  static List<Op> operators() {
    return List.of(
        new MaxPool(Window.of(3).stride(2).pad(1)),
        new MaxPool(Window.of(2).stride(2), true),
        new MaxPool(Window.of(1).stride(2)),
        new GlobalAveragePool(),
        new Flatten(),
        new PadChannels(1, 2));
  }

  @ParameterizedTest
  @MethodSource("operators")
  void operatorsAroundTheConvolutionsAreTheReferences(Op op) {
    var graph = Graph.builder("one");
    graph.input("input", INPUT);
    graph.output(graph.node("y", op, "input"));
    requireReference(graph.build(), LoopOrder.NAIVE);
  }

  @ParameterizedTest
  @EnumSource
  void convolutionIsTheReferenceOverBatchesAndUnevenWindows(LoopOrder order) {
    var window = new Window(2, 3, 1, 2, 1, 2, 0, 1, 1, 1);
    var graph = Graph.builder("conv");
    graph.input("input", INPUT);
    graph.constant("w", SeededWeights.tensor("w", Shape.of(5, 3, 2, 3)));
    graph.constant("b", SeededWeights.tensor("b.bias", Shape.of(5)));
    graph.node("y", new Fused(new Conv(window), false, Activation.NONE), "input", "w", "b");
    graph.node("z", new Fused(new Conv(window), true, Activation.RELU), "input", "w", "b", "y");
    graph.output("z");
    requireReference(graph.build(), order);
  }

  @Test
  void coarsePictureIsBroughtToAnOddSizeAndAdded() {
    var graph = Graph.builder("up");
    graph.input("input", INPUT);
    graph.node("half", new MaxPool(Window.of(1).stride(2)), "input");
    graph.output(graph.node("y", new UpsampleAdd(), "input", "half"));
    requireReference(graph.build(), LoopOrder.NAIVE);
  }

  @Test
  void secondRunGivesTheSame() {
    var graph = Graph.builder("pool");
    graph.input("input", INPUT);
    graph.node("max", new MaxPool(Window.of(2)), "input");
    graph.output(graph.node("mean", new GlobalAveragePool(), "max"));
    var loops = new LoopProgram(graph.build(), Map.of("input", X), LoopOrder.NAIVE);
    loops.run();
    float[] first = loops.value("mean").clone();
    loops.run();
    assertThat(loops.value("mean")).isEqualTo(first);
  }

  @Test
  void operatorWithoutLoopsIsNamed() {
    var graph = Graph.builder("softmax");
    graph.input("input", INPUT);
    graph.output(graph.node("probabilities", new Softmax(), "input"));
    var built = graph.build();
    assertThatThrownBy(() -> new LoopProgram(built, Map.of("input", X), LoopOrder.NAIVE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("probabilities");
  }

  private static void requireReference(Graph graph, LoopOrder order) {
    var output = graph.outputs().getFirst();
    var expected = Objects.requireNonNull(Interpreter.run(graph, Map.of("input", X)).get(output));
    var loops = new LoopProgram(graph, Map.of("input", X), order);
    loops.run();
    assertThat(loops.value(output)).isEqualTo(expected.toArray(Layout.NHWC));
  }
}
