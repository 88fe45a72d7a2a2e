package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.internal.conv.PaddedIm2col;
import dev.lanewise.engine.internal.gemm.PackedMatrix;
import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.Apply;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.Relu;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Batch norms that no layer before them could take, as they stand in pre-activation blocks and in
 * DenseNets, with what follows them.
 *
 * <pre>
 * norm → relu → 1×1     one step: the layer reads x, and normalises the rows that it multiplies
 * norm → 7×7            one step where channels are few: the layer normalises the rows that it copies
 * norm → relu           one step
 * </pre>
 *
 * <p>A value between is computed nowhere else, so it must be read once and be no output. See {@code
 * docs/adr/0011-norms-while-rows-are-read.md}.
 */
final class NormChains {
  private final Graph graph;
  private final Readers readers;
  private final Map<String, Chain> chains = new HashMap<>();
  private final Set<String> inner = new HashSet<>();

  /**
   * A batch norm and the activation after it.
   *
   * @param norm its first input is what the chain reads
   */
  record Chain(Node norm, BatchNorm op, Activation activation) {
    @Override
    public String toString() {
      return op + (activation.equals(Activation.NONE) ? "" : " → " + activation);
    }
  }

  NormChains(Graph graph, Readers readers) {
    this.graph = graph;
    this.readers = readers;
    for (var node : graph.nodes()) {
      if (node.op() instanceof BatchNorm norm) {
        add(node, norm);
      }
    }
  }

  private void add(Node node, BatchNorm norm) {
    var last = node;
    var activation = Activation.NONE;
    var reader = readers.only(node);
    var function = reader == null ? null : activation(reader);
    if (reader != null && function != null) {
      inner.add(node.name());
      last = reader;
      activation = function;
      reader = readers.only(reader);
    }
    chains.put(last.name(), new Chain(node, norm, activation));
    if (reader != null
        && (isRowByRow(reader, last.name()) || copiesRows(reader, node, last.name()))) {
      inner.add(last.name());
    }
  }

  /** Whether a value has no step of its own, since the step of what reads it computes it. */
  boolean isInner(String value) {
    return inner.contains(value);
  }

  /** The chain that ends with this value, or null. */
  @Nullable Chain endingWith(String value) {
    return chains.get(value);
  }

  private static @Nullable Activation activation(Node node) {
    return switch (node.op()) {
      case Relu _ -> Activation.RELU;
      case Apply(Activation function) -> function;
      default -> null;
    };
  }

  /** Whether a norm has few channels, as pictures have. */
  static boolean isOfPictures(Graph graph, Node norm) {
    return graph.shape(norm.name()).rank() == 4 && channels(graph, norm) < PackedMatrix.PADDING;
  }

  /** Those of its parameters: an input may leave them open. */
  private static int channels(Graph graph, Node norm) {
    return graph.shape(norm.inputs().get(1)).dim(0);
  }

  /** Whether a node is a convolution that copies the few channels of {@code value} with padding. */
  private boolean copiesRows(Node node, Node norm, String value) {
    return isOfPictures(graph, norm)
        && node.op() instanceof Fused fused
        && fused.op() instanceof Conv conv
        && conv.groups() == 1
        && !conv.window().isPointwise()
        && PaddedIm2col.suits(Operators.taps(conv.window()), channels(graph, norm))
        && WeightPacking.isPacked(graph, node)
        && node.inputs().lastIndexOf(value) == 0;
  }

  /** Whether a node is a layer that multiplies rows of {@code value} as they are. */
  private boolean isRowByRow(Node node, String value) {
    return node.op() instanceof Fused fused
        && switch (fused.op()) {
          case Linear _ -> true;
          case Conv conv -> conv.groups() == 1 && conv.window().isPointwise();
        }
        && WeightPacking.isPacked(graph, node)
        && node.inputs().lastIndexOf(value) == 0;
  }
}
