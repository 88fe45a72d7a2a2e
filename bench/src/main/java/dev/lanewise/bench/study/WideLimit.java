package dev.lanewise.bench.study;

/**
 * The gradients' correlation without batch norms where the layers are infinitely wide, and nothing
 * is assumed about which neurons are active. The mean of the covariance over all pairs of inputs,
 * each with itself too, is that of the mean gradient with itself, so that the rise of the function
 * from the one end a to the other end b says it all:
 *
 * <pre>
 * E (f(b) − f(a))² / (b − a)² = (K(a, a) + K(b, b) − 2 K(a, b)) / (b − a)²
 * </pre>
 *
 * <p>where K(a, a) stays the same from layer to layer (or doubles with a skip, as the variance of
 * the gradients does), and the correlation c = cos θ of the values at a and b goes
 *
 * <pre>
 * after W · relu:    c' = (sin θ + (π − θ) cos θ) / π
 * with the skip:     (c + c') / 2
 * </pre>
 *
 * <p>Source: Cho and Saul, "Kernel Methods for Deep Learning", 2009, arc-cosine kernel of degree 1.
 */
final class WideLimit {
  private WideLimit() {}

  /**
   * Over all pairs of {@code inputs} that lie evenly from −{@code end} to {@code end}, behind
   * {@code depth} layers.
   */
  static double correlation(double end, int inputs, boolean skip, int depth) {
    double own = end * end + 1;
    double c = (1 - end * end) / own;
    for (int l = 0; l < depth; l++) {
      double angle = Math.acos(Math.clamp(c, -1, 1));
      double behind = (Math.sin(angle) + (Math.PI - angle) * c) / Math.PI;
      c = skip ? (c + behind) / 2 : behind;
    }
    double ofMean = 2 * own * (1 - c) / (4 * end * end);
    return (inputs * ofMean - 1) / (inputs - 1);
  }
}
