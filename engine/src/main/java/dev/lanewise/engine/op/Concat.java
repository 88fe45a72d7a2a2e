package dev.lanewise.engine.op;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import java.util.List;

/**
 * Concatenation along an axis: by default axis 1, the channels of pictures [N, Cᵢ, H, W] and the
 * features of [N, Cᵢ]. All other extents must be identical. Any type.
 *
 * <p>Source: Huang et al., "Densely Connected Convolutional Networks", 2016, section 3; ONNX
 * operator {@code Concat}.
 */
public record Concat(int axis) implements ArrayOp {
  /** Over the channels. */
  public Concat() {
    this(1);
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 1, Integer.MAX_VALUE);
    Checks.axis(axis, inputs.get(0));
    var extents = inputs.get(0).toArray();
    long sum = 0;
    boolean known = true;
    for (var input : inputs) {
      if (input.rank() != extents.length) {
        throw new ShapeException("cannot concatenate " + inputs.get(0) + " and " + input);
      }
      for (int each = 0; each < extents.length; each++) {
        if (each != axis) {
          if (Checks.differ(extents[each], input.dim(each))) {
            throw new ShapeException(
                "cannot concatenate %s and %s: axis %d differs"
                    .formatted(inputs.get(0), input, each));
          }
          extents[each] = Checks.merge(extents[each], input.dim(each));
        }
      }
      known &= input.dim(axis) != Shape.UNKNOWN;
      sum += input.dim(axis);
    }
    if (sum > Integer.MAX_VALUE) {
      throw new ShapeException("the extent along axis " + axis + " overflows: " + sum);
    }
    extents[axis] = known ? (int) sum : Shape.UNKNOWN;
    return Shape.of(extents);
  }

  @Override
  public ElementType type(List<ElementType> inputs) {
    return Checks.same(inputs);
  }

  @Override
  public String toString() {
    return axis == 1 ? "Concat" : "Concat axis " + axis;
  }
}
