package dev.lanewise.bench.kernel;

import dev.lanewise.bench.baseline.Contender;
import dev.lanewise.bench.baseline.LoopOrder;
import dev.lanewise.bench.baseline.LoopProgram;
import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.internal.gemm.PackedMatrix;
import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.Linear;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.Objects;

/**
 * C = bias + A · B as a linear layer, so that the plain loops can compute it, and its operands as
 * the kernels take them.
 *
 * @param a [rows, depth]
 * @param bias [columns]
 */
record Product(
    int rows, int depth, int columns, Graph graph, Tensor a, Tensor bias, PackedMatrix packed) {

  /** A product of seeded operands, the packed one in memory of {@code arena}. */
  static Product seeded(Arena arena, int rows, int depth, int columns) {
    var a = SeededWeights.tensor("input", Shape.of(rows, depth));
    var weights = SeededWeights.tensor("weight", Shape.of(columns, depth));
    var bias = SeededWeights.tensor("bias", Shape.of(columns));
    var graph = Graph.builder("product");
    graph.input("input", a.shape());
    graph.constant("weight", weights);
    graph.constant("bias", bias);
    var linear = new Fused(new Linear(), false, Activation.NONE);
    graph.output(graph.node("product", linear, "input", "weight", "bias"));
    var packed = PackedMatrix.allocate(arena, depth, columns);
    for (int column = 0; column < columns; column++) {
      packed.setBias(column, bias.get(column));
      for (int k = 0; k < depth; k++) {
        packed.set(k, column, weights.get(column, k));
      }
    }
    return new Product(rows, depth, columns, graph.build(), a, bias, packed);
  }

  /** B transposed: [columns, depth]. */
  Tensor weights() {
    return Objects.requireNonNull(graph.constants().get("weight"), "weight");
  }

  /** One run by this contender, {@code engine} being the engine's. */
  Runnable by(Contender contender, Runnable engine) {
    return switch (contender) {
      case ENGINE -> engine;
      case AUTO_VECTORISED -> loops(LoopOrder.AUTO_VECTORISED)::run;
      case NAIVE -> loops(LoopOrder.NAIVE)::run;
    };
  }

  LoopProgram loops(LoopOrder order) {
    return new LoopProgram(graph, Map.of("input", a), order);
  }

  /** The elements of C, by naive loops. */
  float[] expected() {
    var loops = loops(LoopOrder.NAIVE);
    loops.run();
    return loops.value("product");
  }

  /** Floating-point operations: two for each multiply-add. */
  long flops() {
    return 2L * rows * depth * columns;
  }
}
