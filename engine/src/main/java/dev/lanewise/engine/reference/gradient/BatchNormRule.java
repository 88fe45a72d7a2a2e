package dev.lanewise.engine.reference.gradient;

import dev.lanewise.engine.op.BatchNorm;
import java.util.Arrays;
import java.util.List;

/**
 * {@link BatchNorm} with the statistics that are asked for. With x̂ = (x − mean) / sqrt(variance +
 * ε) and means over the channel's positions,
 *
 * <pre>
 * y  = gamma · x̂ + beta
 * dx = gamma / sqrt(variance + ε) · dy                                      STORED, HELD
 * dx = gamma / sqrt(variance + ε) · (dy − mean(dy) − x̂ · mean(dy · x̂))      BATCH
 * </pre>
 *
 * <p>Source: Ioffe and Szegedy, "Batch Normalization", 2015, section 3.
 */
final class BatchNormRule {
  private BatchNormRule() {}

  static Applied apply(BatchNorm norm, List<DoubleTensor> inputs, Statistics statistics) {
    var x = inputs.get(0);
    int channels = x.dim(1);
    double[] gamma = inputs.get(1).data();
    double[] beta = inputs.get(2).data();
    boolean stored = statistics == Statistics.STORED;
    double[] mean = stored ? inputs.get(3).data() : means(x.data(), channels);
    double[] standard = x.data().clone();
    for (int i = 0; i < standard.length; i++) {
      standard[i] -= mean[i % channels];
    }
    double[] variance = stored ? inputs.get(4).data() : means(standard, standard, channels);
    var rate = new double[channels];
    for (int c = 0; c < channels; c++) {
      rate[c] = 1 / Math.sqrt(variance[c] + norm.epsilon());
    }
    var y = DoubleTensor.zeros(x.shape());
    for (int i = 0; i < standard.length; i++) {
      int c = i % channels;
      standard[i] *= rate[c];
      y.data()[i] = gamma[c] * standard[i] + beta[c];
    }
    return new Applied(
        y,
        (dy, dx) -> {
          boolean through = statistics == Statistics.BATCH;
          double[] shift = through ? means(dy, channels) : new double[channels];
          double[] tilt = through ? means(dy, standard, channels) : new double[channels];
          for (int i = 0; i < dy.length; i++) {
            int c = i % channels;
            double own = dy[i] - shift[c] - standard[i] * tilt[c];
            dx.get(0)[i] += gamma[c] * rate[c] * own;
          }
        });
  }

  /** Of each channel. */
  private static double[] means(double[] values, int channels) {
    var ones = new double[values.length];
    Arrays.fill(ones, 1);
    return means(values, ones, channels);
  }

  /** Of a product in each channel. */
  private static double[] means(double[] a, double[] b, int channels) {
    var sums = new double[channels];
    for (int i = 0; i < a.length; i++) {
      sums[i % channels] += a[i] * b[i];
    }
    int positions = a.length / channels;
    for (int c = 0; c < channels; c++) {
      sums[c] /= positions;
    }
    return sums;
  }
}
