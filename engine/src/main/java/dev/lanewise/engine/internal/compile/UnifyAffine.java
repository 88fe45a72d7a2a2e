package dev.lanewise.engine.internal.compile;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Binary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A product with, or a sum with, a constant for each channel becomes a batch norm that does the
 * same, so that it is folded into the layer before it: the biases and scales that exporters write
 * as operators of their own.
 *
 * <pre>
 * x · c    gamma = c, beta = 0, mean = 0, variance = 1, ε = 0
 * x + c    gamma = 1, beta = c, mean = 0, variance = 1, ε = 0
 * </pre>
 */
final class UnifyAffine {
  private UnifyAffine() {}

  static Graph apply(Graph source, FoldedConstants weights) {
    var draft = new Draft(source);
    for (var node : source.nodes()) {
      var unified = unify(node, source, draft, weights);
      draft.append(unified == null ? node : unified);
    }
    return draft.build();
  }

  private static @Nullable Node unify(
      Node node, Graph source, Draft draft, FoldedConstants weights) {
    if (!(node.op() instanceof Binary(Binary.Function function))
        || (function != Binary.Function.MUL && function != Binary.Function.ADD)
        || source.type(node.name()) != ElementType.F32) {
      return null;
    }
    var first = node.inputs().get(0);
    var second = node.inputs().get(1);
    var constant = draft.constant(second);
    var x = first;
    if (constant == null) {
      constant = draft.constant(first);
      x = second;
    }
    var shape = source.shape(x);
    if (constant == null || draft.constant(x) != null || !isForChannels(constant.shape(), shape)) {
      return null;
    }
    boolean product = function == Binary.Function.MUL;
    var values = vector(node, shape.dim(1), constant, draft, weights);
    var zeros = filled("zeros of " + shape.dim(1) + " channels", 0f, shape.dim(1), draft, weights);
    var ones = filled("ones of " + shape.dim(1) + " channels", 1f, shape.dim(1), draft, weights);
    return new Node(
        node.name(),
        new BatchNorm(0),
        List.of(x, product ? values : ones, product ? zeros : values, zeros, ones));
  }

  /** Whether a constant is one number, or one for each channel of x, and widens nothing. */
  private static boolean isForChannels(Shape constant, Shape x) {
    if ((x.rank() != 4 && x.rank() != 2)
        || x.dim(1) == Shape.UNKNOWN
        || x.isEmpty()
        || constant.rank() > x.rank()) {
      return false;
    }
    int lead = x.rank() - constant.rank();
    for (int axis = 0; axis < constant.rank(); axis++) {
      boolean channels = axis + lead == 1 && constant.dim(axis) == x.dim(1);
      if (constant.dim(axis) != 1 && !channels) {
        return false;
      }
    }
    return true;
  }

  private static String vector(
      Node node, int channels, Tensor constant, Draft draft, FoldedConstants weights) {
    var shape = Shape.of(channels);
    var values =
        weights.computeIfAbsent(
            "channels of " + node.name(),
            shape,
            target -> {
              // Row-major, and with one axis at most that is longer than 1.
              var given = constant.toArray(Layout.NCHW);
              for (int c = 0; c < channels; c++) {
                target.set(given[given.length == 1 ? 0 : c], c);
              }
            });
    return draft.add(node.name() + ".channels", values);
  }

  private static String filled(
      String name, float value, int channels, Draft draft, FoldedConstants weights) {
    var values =
        weights.computeIfAbsent(
            name,
            Shape.of(channels),
            target -> {
              for (int c = 0; c < channels; c++) {
                target.set(value, c);
              }
            });
    return draft.add(name, values);
  }
}
