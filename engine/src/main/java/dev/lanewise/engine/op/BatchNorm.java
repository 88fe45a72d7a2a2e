package dev.lanewise.engine.op;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import java.util.List;

/**
 * Batch normalisation with fixed statistics, per channel.
 *
 * <p>Inputs: x [N, C, H, W] or [N, C], then gamma, beta, mean and variance, each [C]. Output: x's
 * shape.
 *
 * <pre>
 * scale = gamma / sqrt(variance + epsilon)     in double
 * shift = beta − mean · scale                  in double
 * y = fma(x, (float) scale, (float) shift)
 * </pre>
 *
 * <p>Folded into a preceding convolution: weights' = (float) (weights · scale), bias' = (float)
 * (beta + (bias − mean) · scale), in double and rounded once.
 *
 * <p>Source: Ioffe and Szegedy, "Batch Normalization", 2015, algorithm 2.
 *
 * @param epsilon added to the variance; 1e-5 in torchvision's networks
 */
public record BatchNorm(double epsilon) implements Op {
  public BatchNorm {
    if (!(epsilon >= 0) || Double.isInfinite(epsilon)) {
      throw new ShapeException("epsilon must be finite and not negative, got " + epsilon);
    }
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 5, 5);
    var x = inputs.get(0);
    if (x.rank() != 4 && x.rank() != 2) {
      throw new ShapeException("input must have rank 4 or 2, has shape " + x);
    }
    Checks.vector("gamma", inputs.get(1), x.dim(1));
    Checks.vector("beta", inputs.get(2), x.dim(1));
    Checks.vector("mean", inputs.get(3), x.dim(1));
    Checks.vector("variance", inputs.get(4), x.dim(1));
    return x;
  }

  @Override
  public String toString() {
    return "BatchNorm ε=" + epsilon;
  }
}
