package dev.lanewise.engine.reference;

import dev.lanewise.engine.op.BatchNorm;
import java.util.List;

/** The operators that keep the shape, as their records state them. */
final class Elementwise {
  private Elementwise() {}

  static void relu(Value x, Value y) {
    for (int i = 0; i < y.data().length; i++) {
      y.data()[i] = Math.max(x.data()[i], 0f);
    }
  }

  static void add(Value a, Value b, Value y) {
    for (int i = 0; i < y.data().length; i++) {
      y.data()[i] = a.data()[i] + b.data()[i];
    }
  }

  static void batchNorm(BatchNorm norm, List<Value> inputs, Value y) {
    float[] x = inputs.get(0).data();
    int channels = y.dim(1);
    for (int c = 0; c < channels; c++) {
      double gamma = inputs.get(1).data()[c];
      double beta = inputs.get(2).data()[c];
      double mean = inputs.get(3).data()[c];
      double variance = inputs.get(4).data()[c];
      double scale = gamma / Math.sqrt(variance + norm.epsilon());
      double shift = beta - mean * scale;
      for (int i = c; i < x.length; i += channels) {
        y.data()[i] = Math.fma(x[i], (float) scale, (float) shift);
      }
    }
  }
}
