package dev.lanewise.engine.op;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import java.util.List;

/**
 * Softmax over axis 1: classes of [N, C], channels at each pixel of [N, C, H, W].
 *
 * <pre>
 * m = Math.max over c ascending, starting from −∞
 * e[c] = (float) StrictMath.exp(x[c] − m)      the difference in float
 * s = +0; for c ascending: s = s + e[c]
 * y[c] = e[c] / s
 * </pre>
 *
 * <p>{@link StrictMath} rather than {@link Math}: the latter may differ between platforms by an
 * ulp.
 *
 * <p>Source: ONNX operator {@code Softmax}, with the maximum subtracted as every framework does.
 */
public record Softmax() implements Op {
  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 1, 1);
    var x = inputs.get(0);
    if (x.rank() != 4 && x.rank() != 2) {
      throw new ShapeException("input must have rank 4 or 2, has shape " + x);
    }
    return x;
  }

  @Override
  public String toString() {
    return "Softmax";
  }
}
