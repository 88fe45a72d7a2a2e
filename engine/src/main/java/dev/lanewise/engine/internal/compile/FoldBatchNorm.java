package dev.lanewise.engine.internal.compile;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.ConvTranspose;
import dev.lanewise.engine.op.Fused;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A batch norm that alone reads a convolution, transposed or not, or a linear layer goes into its
 * weights and bias, as {@link BatchNorm} states:
 *
 * <pre>
 * weights'[o, …] = (float) (weights[o, …] · scale[o])       transposed: weights[i, o, …]
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
      if (node.op() instanceof BatchNorm && layer != null && isFoldable(layer, node, draft)) {
        draft.replace(layer.name(), fold(layer, node, draft, weights));
      } else {
        draft.append(node);
      }
    }
    return draft.build();
  }

  private static boolean isFoldable(Node layer, Node norm, Draft draft) {
    boolean takesNorm =
        switch (layer.op()) {
          case Fused fused -> !fused.skip() && fused.activation().equals(Activation.NONE);
          case ConvTranspose _ -> true;
          default -> false;
        };
    return takesNorm
        && draft.isReadOnce(layer.name())
        && draft.areConstants(layer.inputs().subList(1, layer.inputs().size()))
        && draft.areConstants(norm.inputs().subList(1, 5));
  }

  private static Node fold(Node layer, Node node, Draft draft, FoldedConstants weights) {
    var inputs = layer.inputs();
    var matrix = constant(draft, inputs.get(1));
    var bias = inputs.size() > 2 ? constant(draft, inputs.get(2)) : null;
    var of = ChannelStatistics.of(draft, node);
    // A recipe names the batch norm alone: which layer it follows, the source says.
    var newMatrix =
        weights.computeIfAbsent(
            "weights of " + node.name(),
            matrix.shape(),
            target -> {
              if (layer.op() instanceof ConvTranspose conv) {
                scaleColumns(matrix, conv.groups(), of.scale(), target);
              } else {
                scaleRows(matrix, of.scale(), target);
              }
            });
    var newBias =
        weights.computeIfAbsent(
            "bias of " + node.name(), Shape.of(of.channels()), target -> shift(bias, of, target));
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

  /** Of weights [I, O / groups, kh, kw]. */
  private static void scaleColumns(Tensor weights, int groups, double[] scale, Tensor target) {
    var values = weights.toArray(Layout.NCHW);
    int in = weights.shape().dim(0);
    int out = weights.shape().dim(1);
    int taps = weights.shape().dim(2) * weights.shape().dim(3);
    for (int ic = 0; ic < in; ic++) {
      int group = ic / (in / groups);
      for (int o = 0; o < out; o++) {
        int from = (ic * out + o) * taps;
        multiply(values, from, from + taps, scale[group * out + o]);
      }
    }
    target.copyFrom(values);
  }

  private static void multiply(float[] values, int from, int to, double factor) {
    for (int i = from; i < to; i++) {
      values[i] = (float) (values[i] * factor);
    }
  }

  private static void shift(@Nullable Tensor bias, ChannelStatistics of, Tensor target) {
    var shifted = bias == null ? new float[of.channels()] : bias.toArray(Layout.NCHW);
    for (int o = 0; o < shifted.length; o++) {
      shifted[o] = (float) of.apply(o, shifted[o]);
    }
    target.copyFrom(shifted);
  }
}
