package dev.lanewise.bench.nets;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.blocks.model.DenseNet;
import dev.lanewise.blocks.model.PyramidNet;
import dev.lanewise.blocks.model.ResNet;
import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Model;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.UpsampleAdd;
import dev.lanewise.engine.reference.Interpreter;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SumGraphsTest {
  private static final Map<String, Shape> INPUT = Map.of("input", Shape.of(1, 3, 33, 50));

  private final SeededWeights weights = new SeededWeights();

  @AfterEach
  void close() {
    weights.close();
  }

  private static long count(Graph graph, Class<?> operator) {
    return graph.nodes().stream().filter(node -> operator.isInstance(node.op())).count();
  }

  private static long skips(Graph graph) {
    return graph.nodes().stream()
        .filter(node -> node.op() instanceof Fused fused && fused.skip())
        .count();
  }

  private static Graph compiled(Graph graph) {
    try (var model = Model.compile(graph)) {
      return model.graph();
    }
  }

  @Test
  void sumsApartAreStepsOfTheirOwnAndComputeTheSame() {
    var source = ResNet.RESNET18.build(weights);
    assertThat(skips(compiled(source))).isEqualTo(8);
    var apart = SumGraphs.apart(source, INPUT);
    assertThat(skips(compiled(apart))).isZero();
    assertThat(count(compiled(apart), Add.class)).isEqualTo(8);
    assertSame(source, apart, "fc");
  }

  @Test
  void pyramidsSumsApartAreResizesAndAdditions() {
    var source = PyramidNet.FPN_RESNET18.build(weights);
    assertThat(count(compiled(source), UpsampleAdd.class)).isEqualTo(3);
    var apart = SumGraphs.apart(source, INPUT);
    assertThat(count(compiled(apart), UpsampleAdd.class)).isZero();
    assertThat(count(compiled(apart), Add.class)).isEqualTo(8 + 3);
    assertSame(source, apart, "0");
    assertSame(source, apart, "pool");
  }

  /** With pictures that double exactly, the compiler could make one step of the two again. */
  @Test
  void doubledPicturesStayApartToo() {
    var apart =
        SumGraphs.apart(
            PyramidNet.FPN_RESNET18.build(weights), Map.of("input", Shape.of(1, 3, 64, 64)));
    assertThat(count(compiled(apart), UpsampleAdd.class)).isZero();
  }

  private static void assertSame(Graph source, Graph apart, String output) {
    var inputs = Map.of("input", SeededWeights.tensor("input", Shape.of(1, 3, 33, 50)));
    float[] expected =
        requireNonNull(Interpreter.run(source, inputs).get(output)).toArray(Layout.NCHW);
    float[] actual =
        requireNonNull(Interpreter.run(apart, inputs).get(output)).toArray(Layout.NCHW);
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void withoutSumsEveryLayerIsStillThere() {
    for (var source :
        new Graph[] {ResNet.RESNET18.build(weights), PyramidNet.FPN_RESNET18.build(weights)}) {
      long layers = count(compiled(source), Fused.class);
      for (boolean apart : new boolean[] {false, true}) {
        var without = compiled(SumGraphs.without(source, INPUT, apart));
        assertThat(count(without, Fused.class)).isEqualTo(layers);
        assertThat(skips(without)).isZero();
        assertThat(count(without, Add.class) + count(without, UpsampleAdd.class)).isZero();
      }
    }
  }

  /** What is fused across a sum is not where the sums are apart. */
  @Test
  void withoutSumsRectifiersAreFusedAsTheyAreBesideThem() {
    var source = ResNet.RESNET18.build(weights);
    var fused = compiled(SumGraphs.without(source, INPUT, false));
    var apart = compiled(SumGraphs.without(source, INPUT, true));
    assertThat(fused.nodes()).noneMatch(node -> node.op().toString().equals("Relu"));
    assertThat(apart.nodes()).filteredOn(node -> node.op().toString().equals("Relu")).hasSize(8);
  }

  @Test
  void networkOfConcatenationsHasNone() {
    assertThat(SumGraphs.has(DenseNet.DENSENET121.build(weights))).isFalse();
    assertThat(SumGraphs.has(PyramidNet.FPN_RESNET18.build(weights))).isTrue();
  }
}
