package dev.lanewise.engine.reference.gradient;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.reference.gradient.Rows.Slice;
import java.util.List;

/**
 * {@link Linear}, and
 *
 * <pre>
 * dx[n, k] = Σ_o dy[n, o] · weights[o, k]
 * </pre>
 */
final class LinearRule {
  private LinearRule() {}

  static Applied apply(List<DoubleTensor> inputs, Shape shape) {
    var x = inputs.get(0);
    int depth = x.dim(1);
    int out = shape.dim(1);
    double[][] byOutput = Rows.cut(inputs.get(1).data(), depth);
    double[][] byInput = Rows.transposed(byOutput);
    var y = DoubleTensor.zeros(shape);
    for (int n = 0; n < x.dim(0); n++) {
      if (inputs.size() > 2) {
        System.arraycopy(inputs.get(2).data(), 0, y.data(), n * out, out);
      }
      var sums = new Slice(y.data(), n * out);
      Rows.addProduct(new Slice(x.data(), n * depth), byInput, sums);
    }
    return new Applied(
        y,
        (dy, dx) -> {
          for (int n = 0; n < x.dim(0); n++) {
            var sums = new Slice(dx.get(0), n * depth);
            Rows.addProduct(new Slice(dy, n * out), byOutput, sums);
          }
        });
  }
}
