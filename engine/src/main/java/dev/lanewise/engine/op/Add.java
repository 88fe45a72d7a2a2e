package dev.lanewise.engine.op;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import java.util.List;

/**
 * The skip connection ⊕: y = a + b, element by element. Both inputs must have identical shapes;
 * nothing is broadcast.
 *
 * <p>Source: He et al., "Deep Residual Learning for Image Recognition", 2015, section 3.2.
 */
public record Add() implements Op {
  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 2, 2);
    var a = inputs.get(0);
    var b = inputs.get(1);
    if (!a.isCompatibleWith(b)) {
      throw new ShapeException("skip add of " + a + " and " + b + ": shapes must be identical");
    }
    return Checks.merge(a, b);
  }

  @Override
  public String toString() {
    return "Add";
  }
}
