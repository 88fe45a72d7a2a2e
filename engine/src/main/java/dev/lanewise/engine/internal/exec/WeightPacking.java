package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.GraphException;
import dev.lanewise.engine.LimitException;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.internal.conv.DepthwiseWeights;
import dev.lanewise.engine.internal.gemm.PackedMatrix;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Fused;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/** Which packed form each node of a compiled graph reads. */
public final class WeightPacking {
  private WeightPacking() {}

  /**
   * Checks, before anything is allocated, that every layer's weights are constants and that there
   * is room for them in their smallest form, which is the one that the direct algorithms read.
   *
   * @param maxBytes the most that all forms together may take
   * @throws GraphException if weights are not constants, naming the node
   * @throws LimitException if there is not room enough, naming the first node that has none
   */
  public static void check(Graph graph, long maxBytes) {
    var seen = new HashSet<List<Object>>();
    long bytes = 0;
    for (var node : graph.nodes()) {
      long size = 0;
      switch (node.op()) {
        case Fused fused -> {
          var weights = constant(graph, node, 1);
          int groups = fused.op() instanceof Conv conv ? conv.groups() : 1;
          if (seen.add(List.of(weights, constant(graph, node, 2), groups))) {
            size = smallest(fused, weights.shape(), groups);
          }
        }
        case BatchNorm norm -> {
          if (seen.add(List.of(parameters(graph, node), norm.epsilon()))) {
            size = PackedWeights.scaleBytes(constant(graph, node, 1).shape().dim(0));
          }
        }
        default -> {}
      }
      PackedWeights.requireRoom(node.name(), size, maxBytes - bytes);
      bytes += size;
    }
  }

  private static long smallest(Fused fused, Shape shape, int groups) {
    return fused.op() instanceof Conv conv && ConvAlgorithm.isDepthwise(conv, shape)
        ? PackedWeights.depthwiseBytes(shape)
        : PackedWeights.matricesBytes(shape, groups);
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
    return weights.scale(node.name(), parameters(graph, node), norm.epsilon());
  }

  private static List<Tensor> parameters(Graph graph, Node node) {
    return IntStream.rangeClosed(1, 4).mapToObj(operand -> constant(graph, node, operand)).toList();
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
