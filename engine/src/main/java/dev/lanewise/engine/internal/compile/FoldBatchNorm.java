package dev.lanewise.engine.internal.compile;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Fused;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;

/**
 * A batch norm that alone reads a convolution or linear layer goes into its weights and bias, as
 * {@link BatchNorm} states:
 *
 * <pre>
 * weights'[o, …] = (float) (weights[o, …] · scale[o])
 * bias'[o]       = (float) (beta[o] + (bias[o] − mean[o]) · scale[o])      all in double
 * </pre>
 *
 * <p>The layer stays where it is and takes the batch norm's name. Weights, bias and statistics must
 * all be constants; else both nodes stay as they are.
 */
final class FoldBatchNorm {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  /** So many floats at a time, of any number of rows. */
  private static final int PIECE = 1 << 14;

  private FoldBatchNorm() {}

  static Graph apply(Graph source, FoldedConstants weights) {
    var draft = new Draft(source);
    for (var node : source.nodes()) {
      var layer = draft.node(node.inputs().getFirst());
      if (node.op() instanceof BatchNorm
          && layer != null
          && layer.op() instanceof Fused fused
          && isFoldable(layer, fused, node, draft)) {
        draft.replace(layer.name(), fold(layer, node, draft, weights));
      } else {
        draft.append(node);
      }
    }
    return draft.build();
  }

  private static boolean isFoldable(Node layer, Fused fused, Node norm, Draft draft) {
    return !fused.skip()
        && fused.activation().equals(Activation.NONE)
        && draft.isReadOnce(layer.name())
        && draft.areConstants(layer.inputs().subList(1, 3))
        && draft.areConstants(norm.inputs().subList(1, 5));
  }

  private static Node fold(Node layer, Node node, Draft draft, FoldedConstants weights) {
    var inputs = layer.inputs();
    var matrix = constant(draft, inputs.get(1));
    var bias = constant(draft, inputs.get(2));
    var of = ChannelStatistics.of(draft, node);
    // A recipe names the batch norm alone: which layer it follows, the source says.
    var newMatrix =
        weights.computeIfAbsent(
            "weights of " + node.name(),
            matrix.shape(),
            target -> scaleRows(matrix, of.scale(), target));
    var newBias =
        weights.computeIfAbsent(
            "bias of " + node.name(), bias.shape(), target -> shift(bias, of, target));
    return new Node(
        node.name(),
        layer.op(),
        List.of(
            inputs.get(0),
            draft.add(inputs.get(1) + "*" + node.name(), newMatrix),
            draft.add(layer.name() + ".bias*" + node.name(), newBias)));
  }

  private static Tensor constant(Draft draft, String name) {
    return Objects.requireNonNull(draft.constant(name));
  }

  /** In pieces on the heap: arrays are fast before anything is compiled, segments are not. */
  private static void scaleRows(Tensor weights, double[] scale, Tensor target) {
    long elements = weights.shape().elements();
    long row = elements / scale.length;
    var piece = new float[(int) Math.min(elements, PIECE)];
    for (long done = 0; done < elements; done += PIECE) {
      int count = (int) Math.min(PIECE, elements - done);
      MemorySegment.copy(weights.segment(), FLOAT, done * Float.BYTES, piece, 0, count);
      for (int from = 0; from < count; ) {
        int o = (int) ((done + from) / row);
        int to = (int) Math.min(count, (o + 1L) * row - done);
        multiply(piece, from, to, scale[o]);
        from = to;
      }
      MemorySegment.copy(piece, 0, target.segment(), FLOAT, done * Float.BYTES, count);
    }
  }

  private static void multiply(float[] values, int from, int to, double factor) {
    for (int i = from; i < to; i++) {
      values[i] = (float) (values[i] * factor);
    }
  }

  private static void shift(Tensor bias, ChannelStatistics of, Tensor target) {
    var shifted = bias.toArray(Layout.NCHW);
    for (int o = 0; o < shifted.length; o++) {
      shifted[o] = (float) of.apply(o, shifted[o]);
    }
    target.copyFrom(shifted);
  }
}
