package dev.lanewise.engine.op;

import dev.lanewise.engine.Shape;
import java.util.List;

/**
 * Mean over a sliding window, per channel.
 *
 * <p>Input: x [N, C, H, W]. Output: [N, C, H', W'] with H' and W' as {@link Window} says.
 *
 * <pre>
 * s = +0
 * for the taps inside the picture, kh, kw ascending: s = s + x[n, c, ih, iw]
 * y = s / count
 * </pre>
 *
 * <p>{@code count} is the number of taps inside the picture or, if {@code countIncludePad}, inside
 * the picture and its padding; a tap that the ceil mode pushes beyond the padding never counts.
 *
 * <p>Source: PyTorch {@code nn.AvgPool2d}; ONNX operator {@code AveragePool}.
 *
 * @param ceilMode whether the output's extents are rounded up
 * @param countIncludePad whether the padding's zeros count in the mean
 */
public record AveragePool(Window window, boolean ceilMode, boolean countIncludePad) implements Op {
  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 1, 1);
    var x = inputs.get(0);
    Checks.rank("input", x, 4);
    return window.output(x, x.dim(1), ceilMode);
  }

  @Override
  public String toString() {
    return "AveragePool "
        + window
        + (ceilMode ? " ceil" : "")
        + (countIncludePad ? " include-pad" : "");
  }
}
