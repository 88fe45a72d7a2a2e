package dev.lanewise.engine.op;

import dev.lanewise.engine.Shape;
import java.util.List;

/**
 * Mean of each channel's plane.
 *
 * <p>Input: x [N, C, H, W]. Output: [N, C, 1, 1].
 *
 * <pre>
 * s = +0
 * for h, w ascending: s = s + x[n, c, h, w]
 * y = s / (float) (H · W)
 * </pre>
 *
 * <p>Source: Lin et al., "Network In Network", 2013, section 3.2.
 */
public record GlobalAveragePool() implements Op {
  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 1, 1);
    var x = inputs.get(0);
    Checks.rank("input", x, 4);
    return Shape.of(x.dim(0), x.dim(1), 1, 1);
  }

  @Override
  public String toString() {
    return "GlobalAveragePool";
  }
}
