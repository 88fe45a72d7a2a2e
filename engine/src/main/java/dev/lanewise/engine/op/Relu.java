package dev.lanewise.engine.op;

import dev.lanewise.engine.Shape;
import java.util.List;

/**
 * The rectifier: y = max(x, +0) as {@link Math#max(float, float)} defines it, so that NaN stays NaN
 * and −0 becomes +0. One input of any shape; the output has the same.
 *
 * <p>Source: Nair and Hinton, "Rectified Linear Units Improve Restricted Boltzmann Machines", 2010.
 */
public record Relu() implements Op {
  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 1, 1);
    return inputs.get(0);
  }

  @Override
  public String toString() {
    return "Relu";
  }
}
