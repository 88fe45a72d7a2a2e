package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Flatten;
import dev.lanewise.engine.op.Reshape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The same elements in the same order, along other axes. */
final class Reshapes {
  static final List<Operator> OPERATORS =
      List.of(
          Operator.of("Reshape", 1, Reshapes::reshape),
          Operator.of("Flatten", 1, Reshapes::flatten),
          Operator.of("Squeeze", 1, Reshapes::squeeze),
          Operator.of("Unsqueeze", 1, Reshapes::unsqueeze));

  private static final int SHAPE_IS_INPUT = 5;
  private static final int ZERO_IS_ALLOWED = 14;
  private static final int AXES_ARE_INPUT = 13;

  private Reshapes() {}

  /** A shape that a constant holds. */
  static Shape shape(OnnxNode node, long[] extents) {
    for (long extent : extents) {
      if (extent < 0 || extent > Integer.MAX_VALUE) {
        throw node.error(
            "extents must be 0 to %d, are %s"
                .formatted(Integer.MAX_VALUE, Arrays.toString(extents)));
      }
    }
    return Shape.of(Arrays.stream(extents).mapToInt(extent -> (int) extent).toArray());
  }

  private static Operand reshape(OnnxNode node, Draft draft) {
    long[] target;
    if (node.version() < SHAPE_IS_INPUT) {
      node.arity(1, 1);
      var shape = node.attributes().integers("shape");
      if (shape == null) {
        throw node.error("attribute shape is missing");
      }
      target = shape.stream().mapToLong(Long::longValue).toArray();
    } else {
      node.arity(2, 2);
      var shape = node.input(1);
      var partial = shape.isPartial() ? shape.constant() : null;
      target = partial == null ? node.longs(1, "shape") : known(node, draft, partial.toLongs());
    }
    boolean zero = node.version() >= ZERO_IS_ALLOWED && node.attributes().flag("allowzero", false);
    var extents = new ArrayList<Integer>();
    for (long extent : target) {
      if (extent < -1) {
        throw node.error("extents must be −1 or more, are %s".formatted(Arrays.toString(target)));
      }
      extents.add(node.size(extent, "an extent"));
    }
    var x = node.input(0);
    return draft.node(
        isFlatten(x.shape(), extents, zero) ? new Flatten() : new Reshape(extents, zero), x);
  }

  /**
   * A target without numbers that stand for extents: 0 where an extent of the input itself stays in
   * its place, −1 for one other.
   */
  private static long[] known(OnnxNode node, Draft draft, long[] target) {
    boolean inferred = Arrays.stream(target).anyMatch(extent -> extent == -1);
    var result = target.clone();
    for (int i = 0; i < result.length; i++) {
      var extent = draft.unknowns().extent(result[i]);
      if (extent != null && extent.value() == node.input(0) && extent.axis() == i) {
        result[i] = 0;
      } else if (extent != null) {
        if (inferred) {
          throw node.unknown("the extents of its shape must be known");
        }
        result[i] = -1;
        inferred = true;
      }
    }
    return result;
  }

  /** Whether everything but the batch becomes one axis, for which there is a fast path. */
  private static boolean isFlatten(Shape x, List<Integer> extents, boolean zero) {
    if (x.rank() != 4 || extents.size() != 2 || zero) {
      return false;
    }
    boolean batch = extents.get(0) == 0 || (extents.get(0) == x.dim(0) && x.dim(0) > 0);
    long features = 1;
    for (int axis = 1; axis < x.rank(); axis++) {
      features = x.dim(axis) < 1 ? -1 : features * x.dim(axis);
      if (features < 0 || features > Integer.MAX_VALUE) {
        return batch && extents.get(1) == -1 && features < 0 && x.dim(axis) != 0;
      }
    }
    return batch && (extents.get(1) == -1 || extents.get(1) == features);
  }

  private static Operand flatten(OnnxNode node, Draft draft) {
    node.arity(1, 1);
    var x = node.input(0);
    long given = node.attributes().integer("axis", 1);
    int axis = given == x.rank() ? x.rank() : node.axis(given, x.rank());
    if (axis == 1 && (x.rank() == 4 || x.rank() == 2)) {
      return draft.node(new Flatten(), x);
    }
    return flattened(node, draft, x, axis);
  }

  /** A matrix: axes before {@code axis} are its rows, the others its columns. */
  static Operand flattened(OnnxNode node, Draft draft, Operand x, int axis) {
    int rows = product(node, x.shape(), 0, axis);
    int columns = product(node, x.shape(), axis, x.rank());
    if (rows == Shape.UNKNOWN && columns == Shape.UNKNOWN) {
      if (axis != 1) {
        throw node.unknown("more than one extent of %s must be known".formatted(x.shape()));
      }
      return draft.node(new Reshape(List.of(0, -1), false), x);
    }
    return draft.node(new Reshape(List.of(rows, columns), true), x);
  }

  /** The elements of {@code matrix} with other extents. */
  static Operand restored(OnnxNode node, Draft draft, Operand matrix, Shape shape) {
    var extents = Arrays.stream(shape.toArray()).boxed().toList();
    if (extents.stream().filter(extent -> extent == Shape.UNKNOWN).count() > 1) {
      throw node.unknown("more than one extent of %s must be known".formatted(shape));
    }
    return draft.node(new Reshape(extents, true), matrix);
  }

  private static int product(OnnxNode node, Shape shape, int begin, int end) {
    long product = 1;
    for (int axis = begin; axis < end; axis++) {
      if (shape.dim(axis) == Shape.UNKNOWN) {
        return Shape.UNKNOWN;
      }
      product *= shape.dim(axis);
      if (product > Integer.MAX_VALUE) {
        throw node.error("the extents of %s overflow as one".formatted(shape));
      }
    }
    return (int) product;
  }

  private static long @Nullable [] axes(OnnxNode node) {
    if (node.version() >= AXES_ARE_INPUT) {
      node.arity(1, 2);
      return node.optional(1) == null ? null : node.longs(1, "axes");
    }
    node.arity(1, 1);
    var axes = node.attributes().integers("axes");
    return axes == null ? null : axes.stream().mapToLong(Long::longValue).toArray();
  }

  private static Operand squeeze(OnnxNode node, Draft draft) {
    var axes = axes(node);
    var x = node.input(0);
    var gone = new boolean[x.rank()];
    if (axes != null) {
      for (long given : axes) {
        int axis = node.axis(given, x.rank());
        if (x.dim(axis) != 1 && x.dim(axis) != Shape.UNKNOWN) {
          throw node.error("axis %d of %s has not one element".formatted(axis, x.shape()));
        }
        gone[axis] = true;
      }
    } else {
      for (int axis = 0; axis < gone.length; axis++) {
        if (x.dim(axis) == Shape.UNKNOWN) {
          throw node.unknown("every extent of %s must be known".formatted(x.shape()));
        }
        gone[axis] = x.dim(axis) == 1;
      }
    }
    var kept = IntStream.range(0, gone.length).filter(axis -> !gone[axis]).toArray();
    return Views.of(node, draft, x, kept);
  }

  private static Operand unsqueeze(OnnxNode node, Draft draft) {
    var axes = axes(node);
    if (axes == null) {
      throw node.error("axes are missing");
    }
    var x = node.input(0);
    int rank = x.rank() + axes.length;
    var from = new int[rank];
    for (long given : axes) {
      int axis = node.axis(given, rank);
      if (from[axis] == Views.ONE) {
        throw node.error("axis %d is there twice".formatted(axis));
      }
      from[axis] = Views.ONE;
    }
    int next = 0;
    for (int axis = 0; axis < rank; axis++) {
      if (from[axis] != Views.ONE) {
        from[axis] = next++;
      }
    }
    return Views.of(node, draft, x, from);
  }
}
