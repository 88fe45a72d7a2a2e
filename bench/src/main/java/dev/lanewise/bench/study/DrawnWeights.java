package dev.lanewise.bench.study;

import dev.lanewise.blocks.weights.Weights;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * Weights as a network has them before its training: normal numbers of variance 2 / fan-in, biases
 * 0, batch norms that scale by 1. They live as long as something refers to them.
 *
 * <p>Source: He et al., "Delving Deep into Rectifiers", 2015, section 2.2.
 */
final class DrawnWeights implements Weights {
  private final SplittableRandom random;
  private final Map<String, Tensor> given = new HashMap<>();

  DrawnWeights(SplittableRandom random) {
    this.random = random;
  }

  @Override
  public boolean declares(String name) {
    return false;
  }

  @Override
  public OptionalInt extent(String name, int axis) {
    return OptionalInt.empty();
  }

  @Override
  public Tensor get(String name, Shape shape) {
    return given.computeIfAbsent(name, _ -> make(name, shape));
  }

  private Tensor make(String name, Shape shape) {
    if (shape.rank() > 1) {
      double fanIn = (double) shape.elements() / shape.dim(0);
      return Draw.normal(random, Math.sqrt(2 / fanIn), shape.toArray());
    }
    var values = new float[shape.dim(0)];
    Arrays.fill(values, name.endsWith(".weight") || name.endsWith(".running_var") ? 1 : 0);
    return Tensor.of(shape, Layout.NCHW, values);
  }

  /** Does nothing: nothing is listed, so nothing can be left over. */
  @Override
  public void requireAllUsed(String network) {}

  @Override
  public void close() {}
}
