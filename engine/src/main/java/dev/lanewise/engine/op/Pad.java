package dev.lanewise.engine.op;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import java.util.List;

/**
 * Elements before and behind those of each axis; negative paddings cut some off. Any type.
 *
 * <p>Source: ONNX operator {@code Pad}; NumPy {@code pad}.
 *
 * @param before elements at the front of each axis
 * @param after elements at the end of each axis
 * @param value what {@link Mode#CONSTANT} pads with, converted to the elements' type
 */
public record Pad(List<Integer> before, List<Integer> after, Mode mode, double value)
    implements ArrayOp {
  /** What the new elements are. */
  public enum Mode {
    /** The value. */
    CONSTANT,
    /** The elements mirrored at the first and last one, which are not repeated. */
    REFLECT,
    /** The first and the last element. */
    EDGE,
    /** The elements from the other end. */
    WRAP
  }

  public Pad {
    before = List.copyOf(before);
    after = List.copyOf(after);
    if (before.size() != after.size()) {
      throw new ShapeException("paddings of different length: " + before + " and " + after);
    }
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 1, 1);
    var x = inputs.get(0);
    Checks.rank("input", x, before.size());
    var extents = x.toArray();
    for (int axis = 0; axis < extents.length; axis++) {
      if (extents[axis] != Shape.UNKNOWN) {
        extents[axis] = extent(x, axis);
      }
    }
    return Shape.of(extents);
  }

  private int extent(Shape x, int axis) {
    int most = Math.max(before.get(axis), after.get(axis));
    if ((mode == Mode.REFLECT && most >= Math.max(1, x.dim(axis)))
        || (mode != Mode.CONSTANT && most > 0 && x.dim(axis) == 0)) {
      throw new ShapeException(
          "axis %d of %s is too short for a padding of %d by %s".formatted(axis, x, most, mode));
    }
    long extent = (long) before.get(axis) + x.dim(axis) + after.get(axis);
    if (extent < 0) {
      throw new ShapeException(
          "paddings %d and %d leave less than nothing of axis %d of %s"
              .formatted(before.get(axis), after.get(axis), axis, x));
    }
    return Checks.extent(extent);
  }

  @Override
  public ElementType type(List<ElementType> inputs) {
    return inputs.getFirst();
  }

  @Override
  public String toString() {
    return "Pad " + before + ", " + after + " " + mode;
  }
}
