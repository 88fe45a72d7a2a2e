package dev.lanewise.bench.study;

/**
 * What the paper predicts for two inputs, from one assumption: each neuron is active at half of the
 * inputs, and at a quarter of all pairs at both. A layer W · relu(·) of He's weights then passes on
 * all of the variance of a gradient, and half of the covariance at two inputs.
 *
 * <pre>
 * plain            variance 1,         covariance 2^−L,                   correlation 2^−L
 * residual         variance 2^L,       covariance (3/2)^L,                correlation (3/4)^L
 * residual with BN variance β²L + 1,   covariance Π 1 + ½β² / (β²l + 1),  correlation ~ 1 / (β√L)
 * </pre>
 *
 * <p>where l runs from 0 to L − 1: behind l blocks the variance of the values is β²l + 1, by whose
 * root a batch norm divides. A plain network with batch norms has the correlation of one without.
 *
 * <p>Source: Balduzzi et al., "The Shattered Gradients Problem", 2017, theorems 1 to 3.
 */
final class Predicted {
  private Predicted() {}

  /** The correlation of gradients at two inputs. */
  static double correlation(boolean skip, boolean norm, double beta, int depth) {
    double correlation = 1;
    for (int l = 0; l < depth; l++) {
      double branch = norm ? beta * beta / (beta * beta * l + 1) : beta * beta;
      correlation *= skip ? (1 + branch / 2) / (1 + branch) : 0.5;
    }
    return correlation;
  }
}
