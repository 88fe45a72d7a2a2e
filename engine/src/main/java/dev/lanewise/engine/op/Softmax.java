package dev.lanewise.engine.op;

import dev.lanewise.engine.Shape;
import java.util.List;

/**
 * Softmax along an axis: by default axis 1, the classes of [N, C] and the channels at each pixel of
 * [N, C, H, W].
 *
 * <pre>
 * m = Math.max over c ascending, starting from −∞
 * e[c] = EXP(x[c] − m)                     as Activation.Kind has it; the difference in float
 * s[k] = +0; for c ascending: s[c mod 4] = s[c mod 4] + e[c]
 * s = (s[0] + s[1]) + (s[2] + s[3])
 * y[c] = e[c] / s, or its logarithm: (x[c] − m) − (float) StrictMath.log(s)
 * </pre>
 *
 * <p>{@link StrictMath} rather than {@link Math}: the latter may differ between platforms by an
 * ulp. Four sums rather than one, which would wait for each addition; up to three classes they are
 * that one.
 *
 * <p>Source: ONNX operators {@code Softmax} and {@code LogSoftmax}, with the maximum subtracted as
 * every framework does.
 *
 * @param log whether the output is the logarithm
 */
public record Softmax(int axis, boolean log) implements ArrayOp {
  /** Over axis 1. */
  public Softmax() {
    this(1, false);
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 1, 1);
    Checks.axis(axis, inputs.get(0));
    return inputs.get(0);
  }

  @Override
  public String toString() {
    return (log ? "LogSoftmax" : "Softmax") + (axis == 1 ? "" : " axis " + axis);
  }
}
