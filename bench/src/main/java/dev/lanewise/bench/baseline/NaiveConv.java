package dev.lanewise.bench.baseline;

/** {@link LoopOrder#NAIVE}, the weights as [O, kh, kw, I]. */
final class NaiveConv implements Runnable {
  private final ConvStep step;
  private final float[] weights;

  NaiveConv(ConvStep step) {
    this.step = step;
    int taps = step.window().taps();
    int channels = step.inChannels();
    weights = new float[step.weights().length];
    for (int i = 0; i < weights.length; i++) {
      int tap = i / channels % taps;
      int o = i / channels / taps;
      weights[i] = step.weights()[(o * channels + i % channels) * taps + tap];
    }
  }

  @Override
  public void run() {
    var out = step.out();
    int at = 0;
    for (int n = 0; n < out.dim(0); n++) {
      for (int oh = 0; oh < out.dim(2); oh++) {
        for (int ow = 0; ow < out.dim(3); ow++) {
          for (int o = 0; o < out.dim(1); o++, at++) {
            step.y()[at] = step.finish(dot(n, oh, ow, o), at);
          }
        }
      }
    }
  }

  private float dot(int n, int oh, int ow, int o) {
    float[] x = step.x();
    float[] w = weights;
    int channels = step.inChannels();
    int kernelH = step.window().kernelH();
    int kernelW = step.window().kernelW();
    float acc = step.bias()[o];
    for (int kh = 0; kh < kernelH; kh++) {
      for (int kw = 0; kw < kernelW; kw++) {
        int row = ((o * kernelH + kh) * kernelW + kw) * channels;
        int source = step.source(n, oh, ow, kh, kw);
        if (source >= 0) {
          for (int ic = 0; ic < channels; ic++) {
            acc = Math.fma(x[source + ic], w[row + ic], acc);
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
}
