package dev.lanewise.engine.op;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import java.util.List;

/**
 * The input several times over along each axis. Any type.
 *
 * <p>Source: ONNX operator {@code Tile}; NumPy {@code tile}.
 *
 * @param repeats how often, for each axis
 */
public record Tile(List<Integer> repeats) implements ArrayOp {
  public Tile {
    repeats = List.copyOf(repeats);
    if (repeats.stream().anyMatch(repeat -> repeat < 0)) {
      throw new ShapeException("repeats must not be negative, got " + repeats);
    }
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 1, 1);
    var x = inputs.get(0);
    Checks.rank("input", x, repeats.size());
    var extents = x.toArray();
    for (int axis = 0; axis < extents.length; axis++) {
      if (extents[axis] != Shape.UNKNOWN) {
        extents[axis] = Checks.extent((long) extents[axis] * repeats.get(axis));
      }
    }
    return Shape.of(extents);
  }

  @Override
  public ElementType type(List<ElementType> inputs) {
    return inputs.getFirst();
  }

  @Override
  public String toString() {
    return "Tile " + repeats;
  }
}
