package dev.lanewise.bench.study;

import java.util.List;

/**
 * How the gradients of one network at inputs along a line resemble each other. With g_i the
 * gradient at input i of n, a vector as long as an input,
 *
 * <pre>
 * variance            mean of g_i · g_i
 * covariance          mean of g_i · g_j over all i ≠ j
 * autocorrelation[k]  Σ (g_i − ḡ) · (g_{i+k} − ḡ) / Σ (g_i − ḡ) · (g_i − ḡ)
 * </pre>
 *
 * <p>each averaged over the readouts. The gradients' expectation over the weights is zero, so that
 * the first two are what their names say without anything subtracted.
 *
 * @param autocorrelation by lag, from 0 to a quarter of the inputs
 */
public record Sample(double variance, double covariance, double[] autocorrelation) {
  /**
   * Of these gradients.
   *
   * @param readouts for each readout the gradients, one after the other
   * @param inputs their number, at least 2
   */
  static Sample of(List<double[]> readouts, int inputs) {
    double variance = 0;
    double covariance = 0;
    var autocorrelation = new double[inputs / 4 + 1];
    for (double[] gradients : readouts) {
      int features = gradients.length / inputs;
      double[] mean = mean(gradients, inputs);
      double own = lagged(gradients, 0, features);
      double ofSum = lagged(mean, 0, features) * inputs * inputs;
      variance += own / inputs / readouts.size();
      covariance += (ofSum - own) / inputs / (inputs - 1) / readouts.size();
      double[] centred = gradients.clone();
      for (int i = 0; i < centred.length; i++) {
        centred[i] -= mean[i % features];
      }
      double whole = lagged(centred, 0, features);
      for (int lag = 0; lag < autocorrelation.length; lag++) {
        double share = whole == 0 ? 0 : lagged(centred, lag, features) / whole;
        autocorrelation[lag] += share / readouts.size();
      }
    }
    return new Sample(variance, covariance, autocorrelation);
  }

  private static double[] mean(double[] gradients, int inputs) {
    var mean = new double[gradients.length / inputs];
    for (int i = 0; i < gradients.length; i++) {
      mean[i % mean.length] += gradients[i] / inputs;
    }
    return mean;
  }

  /** Σ g_i · g_{i+lag}. */
  private static double lagged(double[] gradients, int lag, int features) {
    double sum = 0;
    for (int i = 0; i + lag * features < gradients.length; i++) {
      sum += gradients[i] * gradients[i + lag * features];
    }
    return sum;
  }
}
