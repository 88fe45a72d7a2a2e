package dev.lanewise.engine.op;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import java.util.List;

/**
 * A convolution or linear layer with the skip add and the activation that follow it; what the
 * compiler's fusion makes, and rarely written by hand.
 *
 * <p>Inputs: those of {@code op}, its bias included, then, if {@code skip}, one tensor whose shape
 * is identical to the output's.
 *
 * <pre>
 * y = activation(op(x, weights, bias) + skip)
 * </pre>
 *
 * <p>The same roundings in the same order as the separate operators, so fusing changes no bit.
 */
public record Fused(MatrixOp op, boolean skip, Activation activation) implements Op {
  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, skip ? 4 : 3, skip ? 4 : 3);
    var output = op.infer(inputs.subList(0, 3));
    if (!skip) {
      return output;
    }
    if (!output.isCompatibleWith(inputs.get(3))) {
      throw new ShapeException(
          "skip add of " + output + " and " + inputs.get(3) + ": shapes must be identical");
    }
    return Checks.merge(output, inputs.get(3));
  }

  /** For example {@code Conv 3×3 p1 + skip → relu}. */
  @Override
  public String toString() {
    return op
        + (skip ? " + skip" : "")
        + (activation.equals(Activation.NONE) ? "" : " → " + activation);
  }
}
