package dev.lanewise.engine.op;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Shape;
import java.util.List;

/**
 * Where {@link MaxPool} found its maxima: for x [N, C, H, W] the place of each among all elements
 * of x in the order (n, c, h, w), or (n, c, w, h) if {@code columnMajor}, of int64. Of equal ones
 * the first tap counts.
 *
 * <p>Source: ONNX operator {@code MaxPool}, its second output.
 */
public record MaxPoolIndices(Window window, boolean ceilMode, boolean columnMajor)
    implements ArrayOp {
  @Override
  public Shape infer(List<Shape> inputs) {
    return new MaxPool(window, ceilMode).infer(inputs);
  }

  @Override
  public ElementType type(List<ElementType> inputs) {
    Checks.type("input", inputs.getFirst(), ElementType.F32);
    return ElementType.I64;
  }

  @Override
  public String toString() {
    return "MaxPoolIndices " + window + (ceilMode ? " ceil" : "");
  }
}
