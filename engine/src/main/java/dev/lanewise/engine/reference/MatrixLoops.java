package dev.lanewise.engine.reference;

import dev.lanewise.engine.op.Conv;

/** {@link Conv} and {@link dev.lanewise.engine.op.Linear} as their records state them. */
final class MatrixLoops {
  private MatrixLoops() {}

  /** {@code weights} come as the interpreter holds any rank-4 value: [O, kh, kw, I / groups]. */
  static void conv(Conv conv, Value x, Value weights, float[] bias, Value y) {
    int outPerGroup = y.dim(1) / conv.groups();
    for (int n = 0; n < y.dim(0); n++) {
      for (int oh = 0; oh < y.dim(2); oh++) {
        for (int ow = 0; ow < y.dim(3); ow++) {
          int target = y.pixel(n, oh, ow);
          for (int o = 0; o < y.dim(1); o++) {
            int firstChannel = o / outPerGroup * weights.dim(1);
            y.data()[target + o] = dot(conv, x, weights, bias[o], n, oh, ow, o, firstChannel);
          }
        }
      }
    }
  }

  private static float dot(
      Conv conv, Value x, Value weights, float bias, int n, int oh, int ow, int o, int first) {
    var window = conv.window();
    int channels = weights.dim(1);
    float[] data = x.data();
    float[] w = weights.data();
    float acc = bias;
    for (int kh = 0; kh < window.kernelH(); kh++) {
      int ih = oh * window.strideH() - window.padTop() + kh * window.dilationH();
      for (int kw = 0; kw < window.kernelW(); kw++) {
        int iw = ow * window.strideW() - window.padLeft() + kw * window.dilationW();
        int row = weights.pixel(o, kh, kw);
        if (ih >= 0 && ih < x.dim(2) && iw >= 0 && iw < x.dim(3)) {
          int source = x.pixel(n, ih, iw) + first;
          for (int ic = 0; ic < channels; ic++) {
            acc = Math.fma(data[source + ic], w[row + ic], acc);
          }
        } else {
          for (int ic = 0; ic < channels; ic++) {
            acc = Math.fma(0f, w[row + ic], acc);
          }
        }
      }
    }
    return acc;
  }

  static void linear(Value x, Value weights, float[] bias, Value y) {
    int depth = x.dim(1);
    int out = y.dim(1);
    float[] data = x.data();
    float[] w = weights.data();
    for (int n = 0; n < y.dim(0); n++) {
      for (int o = 0; o < out; o++) {
        float acc = bias[o];
        for (int k = 0; k < depth; k++) {
          acc = Math.fma(data[n * depth + k], w[o * depth + k], acc);
        }
        y.data()[n * out + o] = acc;
      }
    }
  }
}
