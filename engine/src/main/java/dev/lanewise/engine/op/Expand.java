package dev.lanewise.engine.op;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import java.util.List;

/**
 * The input repeated along axes of extent 1, as a sum with zeros of the given extents would. Any
 * type.
 *
 * <p>Source: ONNX operator {@code Expand}.
 *
 * @param extents broadcast with the input's, in both directions
 */
public record Expand(List<Integer> extents) implements ArrayOp {
  public Expand {
    extents = List.copyOf(extents);
    if (extents.stream().anyMatch(extent -> extent < 0)) {
      throw new ShapeException("extents must not be negative, got " + extents);
    }
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 1, 1);
    var target = Shape.of(extents.stream().mapToInt(Integer::intValue).toArray());
    return Checks.broadcast(List.of(inputs.get(0), target));
  }

  @Override
  public ElementType type(List<ElementType> inputs) {
    return inputs.getFirst();
  }

  @Override
  public String toString() {
    return "Expand " + extents;
  }
}
