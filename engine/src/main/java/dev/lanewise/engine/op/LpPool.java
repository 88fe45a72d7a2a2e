package dev.lanewise.engine.op;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import java.util.List;

/**
 * The p-norm of each channel over a sliding window.
 *
 * <p>Input: x [N, C, H, W]. Output: [N, C, H', W'] with H' and W' as {@link Window} says.
 *
 * <pre>
 * s = 0 in double; for the taps inside the picture, kh, kw ascending: s = s + |x|ᵖ
 * y = (float) s^(1/p)
 * </pre>
 *
 * <p>Source: ONNX operator {@code LpPool}.
 */
public record LpPool(Window window, boolean ceilMode, int p) implements ArrayOp {
  public LpPool {
    if (p < 1) {
      throw new ShapeException("p must be at least 1, got " + p);
    }
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    return new MaxPool(window, ceilMode).infer(inputs);
  }

  @Override
  public String toString() {
    return "LpPool " + window + " p=" + p + (ceilMode ? " ceil" : "");
  }
}
