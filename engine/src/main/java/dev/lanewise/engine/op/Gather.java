package dev.lanewise.engine.op;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import java.util.ArrayList;
import java.util.List;

/**
 * Slices of an axis by their places: the axis of data [d₀, …] is replaced by the axes of the
 * indices. Data of any type, indices of int64 or int32; negative ones count from the end.
 *
 * <p>A run whose indices are outside the axis throws {@link IndexOutOfBoundsException}.
 *
 * <p>Source: ONNX operator {@code Gather}; NumPy {@code take}.
 */
public record Gather(int axis) implements ArrayOp {
  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 2, 2);
    var data = inputs.get(0);
    var indices = inputs.get(1);
    Checks.axis(axis, data);
    if (data.dim(axis) == 0 && !indices.isEmpty()) {
      throw new ShapeException("axis " + axis + " of " + data + " has no elements");
    }
    var extents = new ArrayList<Integer>();
    for (int each = 0; each < data.rank(); each++) {
      if (each == axis) {
        for (int extent : indices.toArray()) {
          extents.add(extent);
        }
      } else {
        extents.add(data.dim(each));
      }
    }
    return Shape.of(extents.stream().mapToInt(Integer::intValue).toArray());
  }

  @Override
  public ElementType type(List<ElementType> inputs) {
    Checks.indices(inputs.get(1));
    return inputs.getFirst();
  }

  @Override
  public String toString() {
    return "Gather axis " + axis;
  }
}
