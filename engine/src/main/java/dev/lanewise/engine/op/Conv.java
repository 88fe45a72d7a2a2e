package dev.lanewise.engine.op;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import java.util.List;

/**
 * Convolution (cross-correlation, as every framework means it).
 *
 * <p>Inputs: x [N, I, H, W], weights [O, I / groups, kernelH, kernelW], and optionally bias [O].
 * Output: [N, O, H', W'] with H' and W' as {@link Window} says.
 *
 * <pre>
 * acc = bias[o], or +0 without one
 * for kh, kw, ic ascending, ic over the I / groups channels of o's group:
 *   acc = fma(x[n, group · I / groups + ic, ih, iw], weights[o, ic, kh, kw], acc)
 * y[n, o, oh, ow] = acc
 * </pre>
 *
 * A tap that falls on the padding executes with x = +0. {@code groups} = I is a depthwise
 * convolution.
 *
 * <p>Source: ONNX operator {@code Conv}; Dumoulin and Visin, "A guide to convolution arithmetic for
 * deep learning", 2016, chapters 2 and 5.
 */
public record Conv(Window window, int groups) implements MatrixOp {
  public Conv {
    if (groups < 1) {
      throw new ShapeException("groups must be at least 1, got " + groups);
    }
  }

  /** A convolution without groups. */
  public Conv(Window window) {
    this(window, 1);
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 2, 3);
    var x = inputs.get(0);
    var weights = inputs.get(1);
    Checks.rank("input", x, 4);
    Checks.rank("weights", weights, 4);
    int out = weights.dim(0);
    if (Checks.differ(weights.dim(2), window.kernelH())
        || Checks.differ(weights.dim(3), window.kernelW())) {
      throw new ShapeException(
          "the kernel is %d×%d, the weights have shape %s"
              .formatted(window.kernelH(), window.kernelW(), weights));
    }
    if (weights.dim(1) != Shape.UNKNOWN && x.dim(1) != Shape.UNKNOWN) {
      long expected = (long) weights.dim(1) * groups;
      if (expected != x.dim(1)) {
        throw new ShapeException(
            "weights expect " + expected + " input channels, input has " + x.dim(1));
      }
    }
    if (out != Shape.UNKNOWN && out % groups != 0) {
      throw new ShapeException(out + " output channels cannot be split into " + groups + " groups");
    }
    if (inputs.size() == 3) {
      Checks.vector("bias", inputs.get(2), out);
    }
    return window.output(x, out, false);
  }

  /** For example {@code Conv 3×3/2 p1 g32}. */
  @Override
  public String toString() {
    return "Conv " + window + (groups == 1 ? "" : " g" + groups);
  }
}
