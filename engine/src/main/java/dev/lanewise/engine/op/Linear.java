package dev.lanewise.engine.op;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import java.util.List;

/**
 * A fully connected layer.
 *
 * <p>Inputs: x [N, K], weights [O, K], and optionally bias [O]. Output: [N, O].
 *
 * <pre>
 * acc = bias[o], or +0 without one
 * for k ascending: acc = fma(x[n, k], weights[o, k], acc)
 * y[n, o] = acc
 * </pre>
 *
 * <p>Source: PyTorch {@code nn.Linear}; ONNX {@code Gemm} with {@code transB = 1}.
 */
public record Linear() implements MatrixOp {
  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 2, 3);
    var x = inputs.get(0);
    var weights = inputs.get(1);
    Checks.rank("input", x, 2);
    Checks.rank("weights", weights, 2);
    if (Checks.differ(weights.dim(1), x.dim(1))) {
      throw new ShapeException(
          "weights expect " + weights.dim(1) + " input features, input has " + x.dim(1));
    }
    if (inputs.size() == 3) {
      Checks.vector("bias", inputs.get(2), weights.dim(0));
    }
    return Shape.of(x.dim(0), weights.dim(0));
  }

  @Override
  public String toString() {
    return "Linear";
  }
}
