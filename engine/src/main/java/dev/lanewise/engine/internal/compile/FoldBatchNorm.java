package dev.lanewise.engine.internal.compile;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Fused;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

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

  private static final int PIECE = 1 << 12;

  private FoldBatchNorm() {}

  static Graph apply(Graph source, FoldedConstants weights) {
    var draft = new Draft(source);
    for (var node : source.nodes()) {
      var layer = draft.node(node.inputs().getFirst());
      if (node.op() instanceof BatchNorm norm
          && layer != null
          && layer.op() instanceof Fused fused
          && isFoldable(layer, fused, node, draft)) {
        draft.replace(layer.name(), fold(layer, norm, node, draft, weights));
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

  private static Node fold(
      Node layer, BatchNorm norm, Node node, Draft draft, FoldedConstants weights) {
    var inputs = layer.inputs();
    var matrix = constant(draft, inputs.get(1));
    var bias = constant(draft, inputs.get(2));
    var statistics =
        node.inputs().subList(1, 5).stream().map(name -> constant(draft, name)).toList();
    // A recipe names the batch norm alone: which layer it follows, the source says.
    var newMatrix =
        weights.computeIfAbsent(
            "weights of " + node.name(),
            matrix.shape(),
            target -> scaleRows(matrix, scales(norm, statistics), target));
    var newBias =
        weights.computeIfAbsent(
            "bias of " + node.name(),
            bias.shape(),
            target -> shift(bias, scales(norm, statistics), statistics, target));
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

  private static double[] scales(BatchNorm norm, List<Tensor> statistics) {
    var gamma = statistics.get(0);
    var variance = statistics.get(3);
    return IntStream.range(0, gamma.shape().dim(0))
        .mapToDouble(o -> gamma.get(o) / Math.sqrt(variance.get(o) + norm.epsilon()))
        .toArray();
  }

  /** In pieces on the heap: arrays are fast before anything is compiled, segments are not. */
  private static void scaleRows(Tensor weights, double[] scale, Tensor target) {
    long row = weights.shape().elements() / scale.length;
    var piece = new float[(int) Math.min(row, PIECE)];
    for (int o = 0; o < scale.length; o++) {
      for (long done = 0; done < row; done += PIECE) {
        int count = (int) Math.min(PIECE, row - done);
        long at = (o * row + done) * Float.BYTES;
        MemorySegment.copy(weights.segment(), FLOAT, at, piece, 0, count);
        multiply(piece, scale[o]);
        MemorySegment.copy(piece, 0, target.segment(), FLOAT, at, count);
      }
    }
  }

  private static void multiply(float[] values, double factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] * factor);
    }
  }

  private static void shift(Tensor bias, double[] scale, List<Tensor> statistics, Tensor target) {
    var beta = statistics.get(1);
    var mean = statistics.get(2);
    for (int o = 0; o < scale.length; o++) {
      double centred = (double) bias.get(o) - mean.get(o);
      target.set((float) (beta.get(o) + centred * scale[o]), o);
    }
  }
}
