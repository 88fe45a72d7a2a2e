package dev.lanewise.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.blocks.model.Networks;
import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.Apply;
import dev.lanewise.engine.op.AveragePool;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Binary;
import dev.lanewise.engine.op.Concat;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Flatten;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.GlobalAveragePool;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.Op;
import dev.lanewise.engine.op.PadChannels;
import dev.lanewise.engine.op.Reduce;
import dev.lanewise.engine.op.Relu;
import dev.lanewise.engine.op.Softmax;
import dev.lanewise.engine.op.Window;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ONNX Runtime computes from an exported graph what the reference does from the graph itself. */
class OnnxExportTest {
  @TempDir private Path folder;

  /** An operator with what it reads beside x. */
  record Case(Op op, Shape x, Shape... constants) {
    @Override
    public String toString() {
      return op + " of " + x;
    }
  }

  static List<Case> everyOperator() {
    var picture = Shape.of(2, 4, 9, 10);
    var row = Shape.of(3, 8);
    var four = Shape.of(4);
    return List.of(
        new Case(new Conv(Window.of(3).pad(1)), picture, Shape.of(5, 4, 3, 3)),
        new Case(
            new Conv(Window.of(3, 2).stride(2, 1).pad(1, 0, 2, 1).dilation(1, 2), 2),
            picture,
            Shape.of(6, 2, 3, 2),
            Shape.of(6)),
        new Case(new Linear(), row, Shape.of(5, 8)),
        new Case(new Linear(), row, Shape.of(5, 8), Shape.of(5)),
        new Case(new BatchNorm(1e-3), picture, four, four, four, four),
        new Case(new Relu(), picture),
        new Case(new Add(), picture, picture),
        new Case(new MaxPool(Window.of(3).stride(2).pad(1)), picture),
        new Case(new MaxPool(Window.of(2).stride(2), true), picture),
        new Case(new AveragePool(Window.of(2).stride(2), false, false), picture),
        new Case(new AveragePool(Window.of(2).stride(2), true, false), picture),
        new Case(new AveragePool(Window.of(3).stride(2).pad(1), false, false), picture),
        new Case(new AveragePool(Window.of(3).stride(2).pad(1), false, true), picture),
        new Case(new GlobalAveragePool(), picture),
        new Case(new Flatten(), picture),
        new Case(new Softmax(), row),
        new Case(new Softmax(), picture),
        new Case(new Concat(), picture, Shape.of(2, 3, 9, 10)),
        new Case(new PadChannels(1, 2), picture));
  }

  @Test
  void noOperatorOfABuiltGraphIsLeftOut() {
    Stream<Op> around =
        Stream.concat(OnnxArrayExportTest.cases(), OnnxArrayExportTest.resizes())
            .map(OnnxArrayExportTest.Case::op);
    var seen =
        Stream.concat(everyOperator().stream().map(Case::op), around)
            .<Class<?>>map(Op::getClass)
            .distinct();
    assertThat(Stream.concat(seen, Stream.of(Apply.class, Binary.class, Reduce.class)))
        .containsExactlyInAnyOrderElementsOf(
            leaves(Op.class).filter(each -> each != Fused.class).toList());
  }

  /** The records of a sealed interface. */
  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(OnnxExportTest::leaves)
        : Stream.of(type);
  }

  @ParameterizedTest
  @MethodSource("everyOperator")
  void operatorMeansTheSame(Case operator) throws IOException {
    var graph = Graph.builder("one");
    graph.input("x", operator.x);
    var inputs = new String[1 + operator.constants.length];
    inputs[0] = "x";
    for (int i = 1; i < inputs.length; i++) {
      // Positive, as the variance of a batch norm must be.
      inputs[i] = graph.constant("c" + i, absolute("c" + i, operator.constants[i - 1]));
    }
    graph.output(graph.node("y", operator.op, inputs));
    OnnxRuntimeCheck.check(graph.build(), "x", operator.x, folder);
  }

  private static Tensor absolute(String name, Shape shape) {
    var values = SeededWeights.tensor(name, shape).toArray(Layout.NCHW);
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.abs(values[i]);
    }
    return Tensor.of(shape, Layout.NCHW, values);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resnet18",
        "resnet50",
        "resnet20",
        "resnext50_32x4d",
        "wide_resnet50_2",
        "preact_resnet18",
        "plain18",
        "densenet121",
        "fpn_resnet18"
      })
  void networkMeansTheSame(String name) throws IOException {
    try (var weights = new SeededWeights()) {
      var graph = Networks.named(name).orElseThrow().build(weights);
      OnnxRuntimeCheck.check(graph, "input", Shape.of(2, 3, 40, 33), folder);
    }
  }

  @Test
  void peerWhoseNetworkIsMissingSaysSo() {
    var graph = Graph.builder("one");
    graph.input("x", Shape.of(1, 2));
    graph.output(graph.node("y", new Relu(), "x"));
    var nowhere = folder.resolve("nowhere.onnx");
    var network = new PeerNetwork(graph.build(), nowhere, "x", Shape.of(1, 2), new float[] {1, 2});
    assertThatThrownBy(() -> new OnnxRuntimePeer(network, 1, false))
        .isInstanceOf(PeerException.class)
        .hasMessageContaining("ONNX Runtime")
        .hasMessageContaining("nowhere.onnx");
  }
}
