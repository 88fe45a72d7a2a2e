package dev.lanewise.engine.op;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import java.util.List;

/**
 * The same elements in row-major order of the coordinates, with other extents. Any type.
 *
 * <p>Source: ONNX operator {@code Reshape}.
 *
 * @param extents of the output; −1, at most once, is what the others leave, and 0 is the input's
 *     extent along the same axis
 * @param allowZero whether 0 is an extent of 0 instead
 */
public record Reshape(List<Integer> extents, boolean allowZero) implements ArrayOp {
  private static final int REST = -1;

  public Reshape {
    extents = List.copyOf(extents);
    if (extents.stream().anyMatch(extent -> extent < REST)
        || extents.stream().filter(extent -> extent == REST).count() > 1) {
      throw new ShapeException("cannot reshape to " + extents);
    }
  }

  /** 0 is the input's extent. */
  public Reshape(List<Integer> extents) {
    this(extents, false);
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 1, 1);
    var x = inputs.get(0);
    var result = new int[extents.size()];
    int rest = -1;
    for (int axis = 0; axis < result.length; axis++) {
      result[axis] = extents.get(axis);
      if (result[axis] == REST) {
        rest = axis;
      } else if (result[axis] == 0 && !allowZero) {
        Checks.axis(axis, x);
        result[axis] = x.dim(axis);
      }
    }
    if (rest >= 0) {
      result[rest] = rest(x, result, rest);
    }
    var shape = Shape.of(result);
    if (shape.isKnown() && x.isKnown() && shape.elements() != x.elements()) {
      throw mismatch(x);
    }
    return shape;
  }

  /** What the other extents leave; axes that are the input's own cancel, known or not. */
  private int rest(Shape x, int[] result, int rest) {
    long have = 1;
    long others = 1;
    int unknown = 0;
    for (int axis = 0; axis < Math.max(x.rank(), result.length); axis++) {
      boolean same =
          axis < extents.size() && axis < x.rank() && extents.get(axis) == 0 && !allowZero;
      if (!same && axis < x.rank()) {
        unknown += x.dim(axis) == Shape.UNKNOWN ? 1 : 0;
        have = x.dim(axis) == Shape.UNKNOWN ? have : product(have, x.dim(axis));
      }
      if (!same && axis < result.length && axis != rest) {
        others = product(others, result[axis]);
      }
    }
    if (unknown > 0) {
      return Shape.UNKNOWN;
    }
    if (others == 0 || have % others != 0) {
      throw mismatch(x);
    }
    return Checks.extent(have / others);
  }

  private static long product(long a, int b) {
    if (b > 0 && a > Long.MAX_VALUE / b) {
      throw new ShapeException("the number of elements overflows");
    }
    return a * b;
  }

  private ShapeException mismatch(Shape x) {
    return new ShapeException("cannot reshape " + x + " to " + extents);
  }

  @Override
  public ElementType type(List<ElementType> inputs) {
    return inputs.getFirst();
  }

  @Override
  public String toString() {
    return "Reshape " + extents;
  }
}
