package dev.lanewise.engine.op;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Shape;
import java.util.List;

/**
 * The same values as another type, or a copy as the same one. Float32 to integers rounds towards
 * zero, and what does not fit becomes the nearest value that does, NaN 0, as Java's casts do; to
 * truth values, all but 0 is true.
 *
 * <p>Source: ONNX operator {@code Cast}.
 */
public record Cast(ElementType to) implements ArrayOp {
  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 1, 1);
    return inputs.get(0);
  }

  @Override
  public ElementType type(List<ElementType> inputs) {
    return to;
  }

  @Override
  public String toString() {
    return "Cast " + to;
  }
}
