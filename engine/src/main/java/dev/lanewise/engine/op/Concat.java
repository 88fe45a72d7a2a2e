package dev.lanewise.engine.op;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import java.util.List;

/**
 * Concatenation over axis 1: the channels of pictures [N, Cᵢ, H, W], the features of [N, Cᵢ]. All
 * other extents must be identical.
 *
 * <p>Source: Huang et al., "Densely Connected Convolutional Networks", 2016, section 3; ONNX
 * operator {@code Concat}.
 */
public record Concat() implements Op {
  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 1, Integer.MAX_VALUE);
    var extents = inputs.get(0).toArray();
    if (extents.length != 4 && extents.length != 2) {
      throw new ShapeException("inputs must have rank 4 or 2, the first has " + inputs.get(0));
    }
    long channels = 0;
    boolean known = true;
    for (var input : inputs) {
      if (input.rank() != extents.length) {
        throw new ShapeException("cannot concatenate " + inputs.get(0) + " and " + input);
      }
      for (int axis = 0; axis < extents.length; axis++) {
        if (axis != 1) {
          if (Checks.differ(extents[axis], input.dim(axis))) {
            throw new ShapeException(
                "cannot concatenate %s and %s: axis %d differs"
                    .formatted(inputs.get(0), input, axis));
          }
          extents[axis] = Checks.merge(extents[axis], input.dim(axis));
        }
      }
      known &= input.dim(1) != Shape.UNKNOWN;
      channels += input.dim(1);
    }
    if (channels > Integer.MAX_VALUE) {
      throw new ShapeException("the number of channels overflows: " + channels);
    }
    extents[1] = known ? (int) channels : Shape.UNKNOWN;
    return Shape.of(extents);
  }

  @Override
  public String toString() {
    return "Concat";
  }
}
