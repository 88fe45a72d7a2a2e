package dev.lanewise.bench.study;

import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import java.util.SplittableRandom;

/** Random numbers that follow from what they are for. */
final class Draw {
  private Draw() {}

  /** A source of its own for each network of each experiment. */
  static SplittableRandom random(String experiment, int depth, int seed) {
    long mixed = new SplittableRandom(experiment.hashCode()).nextLong() + depth;
    return new SplittableRandom(new SplittableRandom(mixed).nextLong() + seed);
  }

  /** Normal numbers about zero of this deviation. */
  static Tensor normal(SplittableRandom random, double deviation, int... extents) {
    var shape = Shape.of(extents);
    var values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return Tensor.of(shape, Layout.NCHW, values);
  }

  /** Factors that pick one readout of each input. */
  static double[] readout(int readout, int inputs) {
    var factors = new double[inputs * Experiment.READOUTS];
    for (int i = 0; i < inputs; i++) {
      factors[i * Experiment.READOUTS + readout] = 1;
    }
    return factors;
  }
}
