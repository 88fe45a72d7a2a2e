package dev.lanewise.engine.reference.gradient;

import java.util.function.ToDoubleFunction;

/** Derivatives from values alone. */
final class CentralDifferences {
  private CentralDifferences() {}

  /**
   * (f(x + step) − f(x − step)) / (2 · step) along each element of x. Exact for linear f of small
   * whole numbers with a step of 1.
   */
  static double[] of(ToDoubleFunction<DoubleTensor> f, DoubleTensor x, double step) {
    var slopes = new double[x.data().length];
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] = (f.applyAsDouble(moved(x, i, step)) - f.applyAsDouble(moved(x, i, -step)));
      slopes[i] /= 2 * step;
    }
    return slopes;
  }

  private static DoubleTensor moved(DoubleTensor x, int element, double by) {
    double[] data = x.data().clone();
    data[element] += by;
    return new DoubleTensor(x.shape(), data);
  }
}
