package dev.lanewise.engine.op;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.ElementTypeException;
import dev.lanewise.engine.Shape;
import java.util.List;

/**
 * y = f(x), element by element; one input of any shape, the output has the same.
 *
 * <p>Float32, except that {@code ABS}, {@code NEG} and {@code SIGN} take integers too and {@code
 * NOT} takes truth values.
 *
 * @param function what is applied, and how it is computed
 */
public record Apply(Activation function) implements ArrayOp {
  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 1, 1);
    return inputs.get(0);
  }

  @Override
  public ElementType type(List<ElementType> inputs) {
    var type = inputs.getFirst();
    boolean fits =
        switch (function.kind()) {
          case NONE -> true;
          case NOT -> type == ElementType.BOOL;
          case ABS, NEG, SIGN -> type != ElementType.BOOL;
          default -> type == ElementType.F32;
        };
    if (!fits) {
      throw new ElementTypeException(function + " does not take " + type);
    }
    return type;
  }

  /** For example {@code Apply clip 0.0, 6.0}. */
  @Override
  public String toString() {
    return "Apply " + function;
  }
}
