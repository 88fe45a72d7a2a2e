package dev.lanewise.engine.op;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import java.util.List;

/**
 * Channels of zeros around a picture's own: [N, C, H, W] to [N, before + C + after, H, W]. With a
 * strided 1×1 pooling before it, this is the parameter-free shortcut.
 *
 * <p>Source: He et al., "Deep Residual Learning for Image Recognition", 2015, section 4.1, option
 * A.
 */
public record PadChannels(int before, int after) implements Op {
  public PadChannels {
    if (before < 0 || after < 0) {
      throw new ShapeException("padding must not be negative, got " + before + " and " + after);
    }
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 1, 1);
    var x = inputs.get(0);
    Checks.rank("input", x, 4);
    if (x.dim(1) == Shape.UNKNOWN) {
      return x;
    }
    long channels = (long) before + x.dim(1) + after;
    if (channels > Integer.MAX_VALUE) {
      throw new ShapeException("the number of channels overflows: " + channels);
    }
    return Shape.of(x.dim(0), (int) channels, x.dim(2), x.dim(3));
  }

  @Override
  public String toString() {
    return "PadChannels " + before + ", " + after;
  }
}
