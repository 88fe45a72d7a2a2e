package dev.lanewise.engine.op;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import java.util.List;

/**
 * Everything but the batch as one axis: [N, C, H, W] to [N, C · H · W] in (c, h, w) order, whatever
 * the layout in memory. A matrix passes unchanged.
 *
 * <p>Source: ONNX operator {@code Flatten} with {@code axis = 1}.
 */
public record Flatten() implements Op {
  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 1, 1);
    var x = inputs.get(0);
    if (x.rank() != 4 && x.rank() != 2) {
      throw new ShapeException("input must have rank 4 or 2, has shape " + x);
    }
    long features = 1;
    for (int axis = 1; axis < x.rank(); axis++) {
      if (x.dim(axis) == Shape.UNKNOWN) {
        return Shape.of(x.dim(0), Shape.UNKNOWN);
      }
      features *= x.dim(axis);
      if (features > Integer.MAX_VALUE) {
        throw new ShapeException("the number of features of " + x + " overflows");
      }
    }
    return Shape.of(x.dim(0), (int) features);
  }

  @Override
  public String toString() {
    return "Flatten";
  }
}
