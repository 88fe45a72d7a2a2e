package dev.lanewise.engine.op;

import dev.lanewise.engine.Shape;
import java.util.List;

/**
 * Maximum over a sliding window, per channel.
 *
 * <p>Input: x [N, C, H, W]. Output: [N, C, H', W'] with H' and W' as {@link Window} says.
 *
 * <pre>
 * m = −∞
 * for the taps inside the picture, kh, kw ascending: m = Math.max(m, x[n, c, ih, iw])
 * </pre>
 *
 * <p>Taps on the padding are left out; NaN propagates.
 *
 * <p>Source: ONNX operator {@code MaxPool}; PyTorch {@code nn.MaxPool2d}.
 *
 * @param ceilMode whether the output's extents are rounded up
 */
public record MaxPool(Window window, boolean ceilMode) implements Op {
  /** Output extents rounded down. */
  public MaxPool(Window window) {
    this(window, false);
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 1, 1);
    var x = inputs.get(0);
    Checks.rank("input", x, 4);
    return window.output(x, x.dim(1), ceilMode);
  }

  @Override
  public String toString() {
    return "MaxPool " + window + (ceilMode ? " ceil" : "");
  }
}
