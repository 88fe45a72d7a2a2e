package dev.lanewise.engine.internal.compile;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Binary;
import dev.lanewise.engine.op.Fused;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A product, sum, difference or quotient with a constant for each channel becomes a batch norm that
 * does the same, so that it is folded into the layer before it, or read through by the one after
 * it: the biases and scales that exporters write as operators of their own, and the normalisation
 * of pictures.
 *
 * <pre>
 * x · c    gamma = c,    beta = 0      mean = 0, variance = 1, ε = 0
 * x / c    gamma = 1/c,  beta = 0      rounded once more than a quotient is
 * x + c    gamma = 1,    beta = c
 * x − c    gamma = 1,    beta = −c
 * c − x    gamma = −1,   beta = c
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
        || !isAffine(function)
        || source.type(node.name()) != ElementType.F32) {
      return null;
    }
    var first = node.inputs().get(0);
    var second = node.inputs().get(1);
    var constant = draft.constant(second);
    boolean leads = constant == null;
    if (leads) {
      constant = draft.constant(first);
    }
    var x = leads ? second : first;
    var shape = source.shape(x);
    if (constant == null || draft.constant(x) != null || !isForChannels(constant.shape(), shape)) {
      return null;
    }
    if (!keepsValues(function, leads, constant)
        || (mayBeEmpty(shape) && !isOfLayer(draft.node(x)))) {
      return null;
    }
    int channels = shape.dim(1);
    var values = vector(node, channels, constant, of(function, leads), draft, weights);
    var zeros = filled("zeros", 0, channels, draft, weights);
    var ones = filled("ones", 1, channels, draft, weights);
    var inputs =
        switch (function) {
          case MUL, DIV -> List.of(x, values, zeros, zeros, ones);
          case SUB -> {
            var sign = leads ? filled("minus ones", -1, channels, draft, weights) : ones;
            yield List.of(x, sign, values, zeros, ones);
          }
          default -> List.of(x, ones, values, zeros, ones);
        };
    return new Node(node.name(), new BatchNorm(0), inputs);
  }

  private static boolean isAffine(Binary.Function function) {
    return switch (function) {
      case ADD, SUB, MUL, DIV -> true;
      default -> false;
    };
  }

  /** Whether a batch norm gives the same but for roundings. */
  private static boolean keepsValues(Binary.Function function, boolean leads, Tensor constant) {
    return switch (function) {
      case DIV -> !leads && hasInverses(constant);
      case MUL -> !hasInfinities(constant);
      default -> true;
    };
  }

  /** What a number of the constant becomes. */
  private static DoubleUnaryOperator of(Binary.Function function, boolean leads) {
    return switch (function) {
      case DIV -> number -> 1 / number;
      case SUB -> leads ? DoubleUnaryOperator.identity() : number -> -number;
      default -> DoubleUnaryOperator.identity();
    };
  }

  /** Whether all numbers have inverses that lose nothing: no zeros, and nothing huge or tiny. */
  private static boolean hasInverses(Tensor constant) {
    for (float number : constant.toArray(Layout.NCHW)) {
      float inverse = 1 / number;
      if (!Float.isFinite(inverse) || Math.abs(inverse) < Float.MIN_NORMAL) {
        return false;
      }
    }
    return true;
  }

  /** Times a mean of 0 they are no numbers. */
  private static boolean hasInfinities(Tensor constant) {
    for (float number : constant.toArray(Layout.NCHW)) {
      if (Float.isInfinite(number)) {
        return true;
      }
    }
    return false;
  }

  /** Whether there may be no rows, such as of boxes, which a batch norm does not take. */
  private static boolean mayBeEmpty(Shape shape) {
    return shape.rank() == 2 && shape.dim(0) == Shape.UNKNOWN;
  }

  /** Layers take nothing empty either. */
  private static boolean isOfLayer(@Nullable Node before) {
    return before != null && (before.op() instanceof Fused || before.op() instanceof BatchNorm);
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
      Node node,
      int channels,
      Tensor constant,
      DoubleUnaryOperator function,
      Draft draft,
      FoldedConstants weights) {
    var shape = Shape.of(channels);
    var values =
        weights.computeIfAbsent(
            "channels of " + node.name(),
            shape,
            target -> {
              // Row-major, and with one axis at most that is longer than 1.
              var given = constant.toArray(Layout.NCHW);
              for (int c = 0; c < channels; c++) {
                double number = given[given.length == 1 ? 0 : c];
                target.set((float) function.applyAsDouble(number), c);
              }
            });
    return draft.add(node.name() + ".channels", values);
  }

  /** A vector of one number again and again. */
  static String filled(String what, int value, int channels, Draft draft, FoldedConstants weights) {
    var name = what + " of " + channels + " channels";
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
