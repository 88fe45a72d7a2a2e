package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.GraphException;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.internal.conv.DepthwiseWeights;
import dev.lanewise.engine.internal.gemm.PackedMatrix;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Fused;
import java.util.List;
import java.util.stream.IntStream;

/** Which packed form each node of a compiled graph reads. */
public final class WeightPacking {
  private WeightPacking() {}

  /**
   * Packs the weights of all nodes, so that the graph's constants need not be there any more when a
   * session is made.
   *
   * @throws GraphException if weights are not constants, naming the node
   * @throws dev.lanewise.engine.LimitException if they take more than {@code weights} allows
   */
  public static void packAll(Graph graph, PackedWeights weights) {
    for (var node : graph.nodes()) {
      switch (node.op()) {
        case Fused(Conv conv, var skip, var activation) -> {
          var shape = constant(graph, node, 1).shape();
          if (ConvAlgorithm.isDepthwise(conv, shape)) {
            depthwise(graph, node, weights);
          } else {
            matrices(graph, node, conv.groups(), weights);
          }
        }
        case Fused linear -> matrices(graph, node, 1, weights);
        case BatchNorm norm -> scale(graph, node, norm, weights);
        default -> {}
      }
    }
  }

  static List<PackedMatrix> matrices(Graph graph, Node node, int groups, PackedWeights weights) {
    return weights.matrices(
        node.name(), constant(graph, node, 1), constant(graph, node, 2), groups);
  }

  static DepthwiseWeights depthwise(Graph graph, Node node, PackedWeights weights) {
    return weights.depthwise(node.name(), constant(graph, node, 1), constant(graph, node, 2));
  }

  static PackedWeights.ChannelScale scale(
      Graph graph, Node node, BatchNorm norm, PackedWeights weights) {
    var parameters =
        IntStream.rangeClosed(1, 4).mapToObj(operand -> constant(graph, node, operand)).toList();
    return weights.scale(node.name(), parameters, norm.epsilon());
  }

  /** A constant operand, which the engine needs where the reference takes any value. */
  private static Tensor constant(Graph graph, Node node, int operand) {
    var tensor = graph.constants().get(node.inputs().get(operand));
    if (tensor == null) {
      throw new GraphException(
          "%s: input \"%s\" must be a constant".formatted(node.name(), node.inputs().get(operand)));
    }
    return tensor;
  }
}
