package dev.lanewise.engine.op;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.ElementTypeException;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import java.util.List;

/**
 * The k largest or smallest elements along an axis, in order; of equal ones the first comes first.
 *
 * <p>Input: x of any shape. Output: the same with extent k along the axis, the elements or, if
 * {@code indices}, where they were, of int64.
 *
 * <p>Source: ONNX operator {@code TopK} with {@code sorted = 1}.
 *
 * @param largest whether the largest are sought, in descending order
 * @param indices whether the output is their places
 */
public record TopK(int axis, int k, boolean largest, boolean indices) implements ArrayOp {
  public TopK {
    if (k < 0) {
      throw new ShapeException("k must not be negative, got " + k);
    }
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 1, 1);
    var x = inputs.get(0);
    Checks.axis(axis, x);
    if (x.dim(axis) != Shape.UNKNOWN && x.dim(axis) < k) {
      throw new ShapeException("k is %d, axis %d of %s is shorter".formatted(k, axis, x));
    }
    var extents = x.toArray();
    extents[axis] = k;
    return Shape.of(extents);
  }

  @Override
  public ElementType type(List<ElementType> inputs) {
    if (inputs.getFirst() == ElementType.BOOL) {
      throw new ElementTypeException(this + " does not take " + inputs.getFirst());
    }
    return indices ? ElementType.I64 : inputs.getFirst();
  }

  @Override
  public String toString() {
    return "TopK %d of axis %d%s".formatted(k, axis, indices ? ", indices" : "");
  }
}
