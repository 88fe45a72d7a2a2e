package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.GraphException;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.Precision;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.internal.array.Activations;
import dev.lanewise.engine.internal.compile.FoldedConstants;
import dev.lanewise.engine.internal.conv.ChannelAffine;
import dev.lanewise.engine.internal.conv.DepthwiseWeights;
import dev.lanewise.engine.internal.conv.GroupWeights;
import dev.lanewise.engine.internal.conv.TransposedTaps;
import dev.lanewise.engine.internal.conv.WinogradTransform;
import dev.lanewise.engine.internal.conv.WinogradWeights;
import dev.lanewise.engine.internal.gemm.PackedMatrix;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.ConvTranspose;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.Window;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Which packed form each node of a compiled graph reads. */
public final class WeightPacking {
  private WeightPacking() {}

  /**
   * Packs the weights of all nodes, so that the graph's constants need not be there any more when a
   * session is made. Those whose form depends on the size of the pictures are kept as they are
   * until it is known: a session makes the form it needs, unless one before it did. Constants that
   * are activations are kept too: each session has them in its slab.
   *
   * @param folded the constants that live as long as the packed weights, and need not be kept
   * @throws GraphException if weights are not constants, naming the node
   * @throws dev.lanewise.engine.LimitException if they take more than {@code weights} allows
   */
  public static void packAll(
      Graph graph, Precision precision, FoldedConstants folded, PackedWeights weights) {
    for (var node : graph.nodes()) {
      keepActivations(graph, node, folded, weights);
      if (!isPacked(graph, node)) {
        continue;
      }
      switch (node.op()) {
        case Fused(Conv conv, var skip, var activation) -> {
          var shape = constant(graph, node, 1).shape();
          if (ConvAlgorithm.isDepthwise(conv, shape)) {
            depthwise(graph, node, weights);
          } else if (ConvAlgorithm.isSmallGroups(conv, shape)) {
            smallGroups(graph, node, weights);
          } else if (ConvAlgorithm.isWinograd(conv, shape, precision)) {
            keep(node.name(), constant(graph, node, 1), folded, weights);
            keep(node.name(), constant(graph, node, 2), folded, weights);
          } else {
            matrices(graph, node, conv.groups(), weights);
          }
        }
        case Fused linear -> matrices(graph, node, 1, weights);
        case BatchNorm norm -> {
          var parameters = parameters(graph, node);
          weights.scale(node.name(), parameters, norm.epsilon());
          if (NormChains.isOfPictures(graph, node)) {
            weights.scaleOfRun(node.name(), parameters, norm.epsilon());
          }
        }
        case ConvTranspose conv when isProduct(graph, node) ->
            transposed(graph, node, conv, weights);
        default -> {}
      }
    }
    for (var output : graph.outputs()) {
      keep(output, graph.constants().get(output), folded, weights);
    }
  }

  /** Keeps the constants of a node that no packed form is made of. */
  private static void keepActivations(
      Graph graph, Node node, FoldedConstants folded, PackedWeights weights) {
    int packed =
        switch (node.op()) {
          case Fused _ when isPacked(graph, node) -> 2;
          case BatchNorm _ -> 4;
          case ConvTranspose _ when isProduct(graph, node) -> node.inputs().size() - 1;
          default -> 0;
        };
    for (int operand = 0; operand < node.inputs().size(); operand++) {
      if (operand == 0 || operand > packed) {
        var name = node.inputs().get(operand);
        keep(name, graph.constants().get(name), folded, weights);
      }
    }
  }

  /**
   * Whether a node is a transposed convolution with known weights that products compute: of one
   * group and one channel at least, without gaps in its windows or between them.
   */
  static boolean isProduct(Graph graph, Node node) {
    return node.op() instanceof ConvTranspose conv
        && conv.groups() == 1
        && conv.window().dilationH() == 1
        && conv.window().dilationW() == 1
        && conv.window().kernelH() >= conv.window().strideH()
        && conv.window().kernelW() >= conv.window().strideW()
        && graph.shape(node.inputs().get(1)).dim(0) > 0
        && graph.constants().keySet().containsAll(node.inputs().subList(1, node.inputs().size()));
  }

  static TransposedTaps taps(Window window) {
    return new TransposedTaps(
        window.kernelH(),
        window.kernelW(),
        window.strideH(),
        window.strideW(),
        window.padTop(),
        window.padLeft());
  }

  /** A matrix for each phase. */
  static List<PackedMatrix> transposed(
      Graph graph, Node node, ConvTranspose conv, PackedWeights weights) {
    var bias = node.inputs().size() == 3 ? constant(graph, node, 2) : null;
    return weights.transposed(node.name(), constant(graph, node, 1), bias, taps(conv.window()));
  }

  /** Whether a layer's weights are known, so that a packed form of them can be made. */
  static boolean isPacked(Graph graph, Node node) {
    return !(node.op() instanceof Fused)
        || graph.constants().keySet().containsAll(node.inputs().subList(1, 3));
  }

  private static void keep(
      String name, @Nullable Tensor tensor, FoldedConstants folded, PackedWeights weights) {
    if (tensor != null && !folded.contains(tensor)) {
      weights.keep(name, tensor);
    }
  }

  static List<PackedMatrix> matrices(Graph graph, Node node, int groups, PackedWeights weights) {
    return weights.matrices(
        node.name(), constant(graph, node, 1), constant(graph, node, 2), groups);
  }

  static DepthwiseWeights depthwise(Graph graph, Node node, PackedWeights weights) {
    return weights.depthwise(node.name(), constant(graph, node, 1), constant(graph, node, 2));
  }

  static GroupWeights smallGroups(Graph graph, Node node, PackedWeights weights) {
    return weights.smallGroups(node.name(), constant(graph, node, 1), constant(graph, node, 2));
  }

  static WinogradWeights winograd(
      Graph graph, Node node, WinogradTransform transform, PackedWeights weights) {
    return weights.winograd(
        node.name(), constant(graph, node, 1), constant(graph, node, 2), transform);
  }

  /** What a batch norm and the activation after it do to padded pixels. */
  static ChannelAffine affine(Graph graph, NormChains.Chain chain, PackedWeights weights) {
    var norm = chain.norm();
    var parameters = parameters(graph, norm);
    return affine(chain, weights.scale(norm.name(), parameters, chain.op().epsilon()));
  }

  /** The same for pixels side by side. */
  static ChannelAffine affineOfRun(Graph graph, NormChains.Chain chain, PackedWeights weights) {
    var norm = chain.norm();
    var parameters = parameters(graph, norm);
    return affine(chain, weights.scaleOfRun(norm.name(), parameters, chain.op().epsilon()));
  }

  private static ChannelAffine affine(NormChains.Chain chain, PackedWeights.ChannelScale scale) {
    return new ChannelAffine(
        scale.scale(), scale.shift(), Activations.epilogue(chain.activation()));
  }

  private static List<Tensor> parameters(Graph graph, Node node) {
    return IntStream.rangeClosed(1, 4).mapToObj(operand -> constant(graph, node, operand)).toList();
  }

  /** A constant operand, which a batch norm needs here where the reference takes any value. */
  private static Tensor constant(Graph graph, Node node, int operand) {
    var tensor = graph.constants().get(node.inputs().get(operand));
    if (tensor == null) {
      throw new GraphException(
          "%s: input \"%s\" must be a constant".formatted(node.name(), node.inputs().get(operand)));
    }
    return tensor;
  }
}
