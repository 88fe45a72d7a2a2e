package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Flatten;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.GlobalAveragePool;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.Window;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeCostTest {
  private static final Shape INPUT = Shape.of(2, 8, 5, 4);
  private static final Map<String, Shape> INPUTS = Map.of("x", INPUT);

  @Test
  void groupedConvolutionCountsItsOwnGroupsChannels() {
    var graph = Graph.builder("grouped");
    graph.input("x", Shape.of(Shape.UNKNOWN, 8, Shape.UNKNOWN, Shape.UNKNOWN));
    constant(graph, "w", 12, 4, 3, 3);
    constant(graph, "b", 12);
    graph.node("conv", new Conv(Window.of(3).pad(1), 2), "x", "w", "b");
    graph.output("conv");
    var cost = NodeCost.of(graph.build(), INPUTS).getFirst();
    assertThat(cost.output()).isEqualTo(Shape.of(2, 12, 5, 4));
    assertThat(cost.parameters()).isEqualTo(12 * 4 * 9 + 12);
    assertThat(cost.multiplyAdds()).isEqualTo(2L * 5 * 4 * 12 * 4 * 9);
  }

  @Test
  void measuredStatisticsAreNoParametersAndSharedWeightsCountOnce() {
    var graph = Graph.builder("tail");
    graph.input("x", INPUT);
    for (var name : new String[] {"gamma", "beta", "mean", "variance"}) {
      constant(graph, name, 8);
    }
    graph.node("bn", new BatchNorm(1e-5), "x", "gamma", "beta", "mean", "variance");
    graph.node("pool", new GlobalAveragePool(), "bn");
    graph.node("flat", new Flatten(), "pool");
    constant(graph, "w", 3, 8);
    graph.node("first", new Linear(), "flat", "w");
    graph.node("second", new Linear(), "flat", "w");
    graph.node("sum", new Add(), "first", "second");
    graph.output("sum");
    var costs = NodeCost.of(graph.build(), INPUTS);
    assertThat(costs).extracting(NodeCost::parameters).containsExactly(16L, 0L, 0L, 24L, 0L, 0L);
    assertThat(costs)
        .extracting(NodeCost::multiplyAdds)
        .containsExactly(0L, 0L, 0L, 2L * 3 * 8, 2L * 3 * 8, 0L);
  }

  @Test
  void fusedStepCostsWhatItsConvolutionDoes() {
    var graph = Graph.builder("fused");
    graph.input("x", Shape.of(2, 8, 5, 4));
    constant(graph, "w", 8, 8, 1, 1);
    constant(graph, "b", 8);
    var fused = new Fused(new Conv(Window.of(1)), true, Activation.RELU);
    graph.node("step", fused, "x", "w", "b", "x");
    graph.output("step");
    assertThat(NodeCost.multiplyAdds(graph.build(), INPUTS)).isEqualTo(2L * 5 * 4 * 8 * 8);
  }

  private static void constant(Graph.Builder graph, String name, int... extents) {
    graph.constant(name, Tensor.managed(Shape.of(extents), Layout.NCHW));
  }
}
