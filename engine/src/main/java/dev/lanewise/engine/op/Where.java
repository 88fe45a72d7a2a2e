package dev.lanewise.engine.op;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Shape;
import java.util.List;

/**
 * y = condition ? a : b, element by element, all three broadcast to a common shape.
 *
 * <p>Inputs: condition of truth values, then a and b of one type, which is the output's.
 *
 * <p>Source: ONNX operator {@code Where}; NumPy {@code where}.
 */
public record Where() implements ArrayOp {
  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 3, 3);
    return Checks.broadcast(inputs);
  }

  @Override
  public ElementType type(List<ElementType> inputs) {
    Checks.type("the condition", inputs.getFirst(), ElementType.BOOL);
    return Checks.same(inputs.subList(1, 3));
  }

  @Override
  public String toString() {
    return "Where";
  }
}
