package dev.lanewise.engine.reference.gradient;

import java.util.List;

/** The transposed derivative of one node, at the values that it was evaluated at. */
@FunctionalInterface
interface Pullback {
  /**
   * Adds the derivatives with respect to the inputs.
   *
   * @param dy the derivatives with respect to each element of the node's output
   * @param dx for each input that is no parameter, in order, an array as long as it is, to add to
   */
  void pull(double[] dy, List<double[]> dx);
}
