package dev.lanewise.engine.op;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import java.util.List;

/**
 * Transposed convolution: the gradient of {@link Conv} with respect to its input.
 *
 * <p>Inputs: x [N, I, H, W], weights [I, O / groups, kernelH, kernelW], and optionally bias [O].
 * Output: [N, O, H', W'] with H' = (H − 1)·strideH − padTop − padBottom + dilationH·(kernelH − 1) +
 * 1 + outputPadH, and W' likewise.
 *
 * <pre>
 * acc = bias[o], or +0 without one
 * for kh, kw, ic ascending, ic over the I / groups channels of o's group,
 *   where ih·strideH = oh + padTop − kh·dilationH for a whole number ih, and iw likewise:
 *   acc = fma(x[n, ic, ih, iw], weights[ic, o within its group, kh, kw], acc),  x being +0 outside
 * y[n, o, oh, ow] = acc
 * </pre>
 *
 * <p>Source: ONNX operator {@code ConvTranspose}; Dumoulin and Visin, "A guide to convolution
 * arithmetic for deep learning", 2016, chapter 4.
 *
 * @param outputPadH rows added at the bottom of the output, which more of the input's reach may
 *     fill
 * @param outputPadW columns added at the right of the output
 */
public record ConvTranspose(Window window, int groups, int outputPadH, int outputPadW)
    implements ArrayOp {
  public ConvTranspose {
    if (groups < 1) {
      throw new ShapeException("groups must be at least 1, got " + groups);
    }
    if (outputPadH < 0 || outputPadW < 0) {
      throw new ShapeException(
          "output padding must not be negative, got " + outputPadH + " and " + outputPadW);
    }
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 2, 3);
    var x = inputs.get(0);
    var weights = inputs.get(1);
    Checks.rank("input", x, 4);
    Checks.rank("weights", weights, 4);
    if (Checks.differ(weights.dim(2), window.kernelH())
        || Checks.differ(weights.dim(3), window.kernelW())) {
      throw new ShapeException(
          "the kernel is %d×%d, the weights have shape %s"
              .formatted(window.kernelH(), window.kernelW(), weights));
    }
    if (Checks.differ(weights.dim(0), x.dim(1))) {
      throw new ShapeException(
          "weights expect " + weights.dim(0) + " input channels, input has " + x.dim(1));
    }
    if (weights.dim(0) != Shape.UNKNOWN && weights.dim(0) % groups != 0) {
      throw new ShapeException(
          weights.dim(0) + " input channels cannot be split into " + groups + " groups");
    }
    int out =
        weights.dim(1) == Shape.UNKNOWN
            ? Shape.UNKNOWN
            : Checks.extent((long) weights.dim(1) * groups);
    if (inputs.size() == 3) {
      Checks.vector("bias", inputs.get(2), out);
    }
    var w = window;
    return Shape.of(
        x.dim(0),
        out,
        extent(
            x.dim(2),
            w.kernelH(),
            w.strideH(),
            w.padTop() + (long) w.padBottom(),
            w.dilationH(),
            outputPadH),
        extent(
            x.dim(3),
            w.kernelW(),
            w.strideW(),
            w.padLeft() + (long) w.padRight(),
            w.dilationW(),
            outputPadW));
  }

  private static int extent(
      int in, int kernel, int stride, long pads, int dilation, int outputPad) {
    if (in == Shape.UNKNOWN) {
      return Shape.UNKNOWN;
    }
    long out = (in - 1L) * stride - pads + (long) dilation * (kernel - 1) + 1 + outputPad;
    if (out < 1) {
      throw new ShapeException("padding of " + pads + " pixels leaves no output of " + in);
    }
    return Checks.extent(out);
  }

  @Override
  public String toString() {
    return "ConvTranspose " + window + (groups == 1 ? "" : " g" + groups);
  }
}
