package dev.lanewise.engine.op;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import java.util.List;

/**
 * Local response normalisation over neighbouring channels of x [N, C, …].
 *
 * <pre>
 * s = +0; for c' from c − ⌊(size − 1) / 2⌋ to c + ⌈(size − 1) / 2⌉ inside: s = fma(x[c'], x[c'], s)
 * y[c] = (float) (x[c] / (bias + (double) alpha / size · s)^beta)
 * </pre>
 *
 * <p>Source: Krizhevsky et al., "ImageNet Classification with Deep Convolutional Neural Networks",
 * 2012, section 3.3; ONNX operator {@code LRN}.
 *
 * @param size channels in a neighbourhood
 */
public record Lrn(int size, float alpha, float beta, float bias) implements ArrayOp {
  public Lrn {
    if (size < 1) {
      throw new ShapeException("the size must be at least 1, got " + size);
    }
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 1, 1);
    if (inputs.get(0).rank() < 2) {
      throw new ShapeException("input must have channels, has shape " + inputs.get(0));
    }
    return inputs.get(0);
  }

  @Override
  public String toString() {
    return "Lrn " + size;
  }
}
