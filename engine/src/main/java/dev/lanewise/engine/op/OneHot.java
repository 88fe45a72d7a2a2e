package dev.lanewise.engine.op;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.ElementTypeException;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import java.util.ArrayList;
import java.util.List;

/**
 * Indices as rows that are "on" at one place: a new axis of extent {@code depth}.
 *
 * <p>Inputs: indices of any shape, of int64, int32 or float32 (rounded towards zero), and values
 * [off, on] of any type, which is the output's. Negative indices count from the end; one outside
 * gives a row of "off".
 *
 * <p>Source: ONNX operator {@code OneHot}.
 *
 * @param axis where the new axis stands among the output's
 */
public record OneHot(int axis, int depth) implements ArrayOp {
  public OneHot {
    if (depth < 0) {
      throw new ShapeException("the depth must not be negative, got " + depth);
    }
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 2, 2);
    Checks.vector("values", inputs.get(1), 2);
    var extents = new ArrayList<Integer>();
    for (int extent : inputs.get(0).toArray()) {
      extents.add(extent);
    }
    if (axis < 0 || axis > extents.size()) {
      throw new ShapeException("no axis " + axis + " can be added to " + inputs.get(0));
    }
    extents.add(axis, depth);
    return Shape.of(extents.stream().mapToInt(Integer::intValue).toArray());
  }

  @Override
  public ElementType type(List<ElementType> inputs) {
    if (inputs.get(0) == ElementType.BOOL) {
      throw new ElementTypeException("indices must be numbers, are of bool");
    }
    return inputs.get(1);
  }

  @Override
  public String toString() {
    return "OneHot %d at axis %d".formatted(depth, axis);
  }
}
