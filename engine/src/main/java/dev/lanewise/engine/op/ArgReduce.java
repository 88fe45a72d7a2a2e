package dev.lanewise.engine.op;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.ElementTypeException;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import java.util.List;

/**
 * Where along an axis the largest or smallest element is: x of any shape, the output of int64 with
 * the axis dropped, or kept with extent 1. NaN counts as the largest and as the smallest.
 *
 * <p>Source: ONNX operators {@code ArgMax} and {@code ArgMin}.
 *
 * @param max whether the largest is sought
 * @param selectLast whether of equal ones the last counts, not the first
 */
public record ArgReduce(boolean max, int axis, boolean keepDims, boolean selectLast)
    implements ArrayOp {
  @Override
  public Shape infer(List<Shape> inputs) {
    var shape = new Reduce(Reduce.Kind.MAX, List.of(axis), keepDims).infer(inputs);
    if (inputs.get(0).dim(axis) == 0) {
      throw new ShapeException("axis " + axis + " of " + inputs.get(0) + " has no elements");
    }
    return shape;
  }

  @Override
  public ElementType type(List<ElementType> inputs) {
    if (inputs.getFirst() == ElementType.BOOL) {
      throw new ElementTypeException(this + " does not take " + inputs.getFirst());
    }
    return ElementType.I64;
  }

  @Override
  public String toString() {
    return (max ? "ArgMax " : "ArgMin ") + axis;
  }
}
