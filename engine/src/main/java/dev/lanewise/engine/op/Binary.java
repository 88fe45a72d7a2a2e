package dev.lanewise.engine.op;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.ElementTypeException;
import dev.lanewise.engine.Shape;
import java.util.List;
import java.util.Locale;

/**
 * y = f(a, b), element by element, both inputs broadcast to a common shape: aligned at the last
 * axis, each extent must be equal or 1.
 *
 * <p>Arithmetic takes two inputs of float32, int64 or int32 and gives the same; comparisons take
 * the same and give truth values; {@code AND}, {@code OR}, {@code XOR} and {@code EQUAL} take truth
 * values. Integers wrap around; a quotient of integers is rounded towards zero, and one by zero is
 * an {@link ArithmeticException}.
 *
 * <p>Source: the ONNX operators of the same names.
 */
public record Binary(Function function) implements ArrayOp {
  /** The functions. */
  public enum Function {
    /** a + b. */
    ADD,
    /** a − b. */
    SUB,
    /** a · b. */
    MUL,
    /** a / b. */
    DIV,
    /**
     * aᵇ, in double and converted to a's type; b may be of another type. By products where b is
     * whole and at most 64 in magnitude, a root where it is ½, e^(b·ln a) elsewhere.
     */
    POW,
    /** Math.min(a, b): NaN if one is. */
    MIN,
    /** Math.max(a, b): NaN if one is. */
    MAX,
    /** The remainder: with the sign of a for float32, with that of b for integers. */
    MOD,
    /** a where a ≥ 0, else a · b. */
    PRELU,
    /** a = b. */
    EQUAL,
    /** a &lt; b. */
    LESS,
    /** a ≤ b. */
    LESS_OR_EQUAL,
    /** a &gt; b. */
    GREATER,
    /** a ≥ b. */
    GREATER_OR_EQUAL,
    /** Both. */
    AND,
    /** At least one. */
    OR,
    /** Exactly one. */
    XOR;

    /** Whether the result is a truth value. */
    public boolean isLogical() {
      return compareTo(EQUAL) >= 0;
    }
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 2, 2);
    return Checks.broadcast(inputs);
  }

  @Override
  public ElementType type(List<ElementType> inputs) {
    var type = function == Function.POW ? inputs.getFirst() : Checks.same(inputs);
    boolean truth = type == ElementType.BOOL || inputs.getLast() == ElementType.BOOL;
    boolean fits =
        switch (function) {
          case EQUAL -> true;
          case AND, OR, XOR -> type == ElementType.BOOL;
          case PRELU -> type == ElementType.F32;
          default -> !truth;
        };
    if (!fits) {
      throw new ElementTypeException(this + " does not take " + inputs);
    }
    return function.isLogical() ? ElementType.BOOL : type;
  }

  /** For example {@code Mul}. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    for (var word : function.name().split("_", -1)) {
      text.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return text.toString();
  }
}
