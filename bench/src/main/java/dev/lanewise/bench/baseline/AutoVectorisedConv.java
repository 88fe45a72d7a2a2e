package dev.lanewise.bench.baseline;

/**
 * {@link LoopOrder#AUTO_VECTORISED}, the weights as rows [kh, kw, I] of O floats each.
 *
 * <p>A row is an array of its own, so that weight and accumulator have the same index: only then
 * does C2 see that storing one accumulator cannot change the next weight.
 */
final class AutoVectorisedConv implements Runnable {
  private final ConvStep step;
  private final float[][] rows;
  private final float[] sums;

  AutoVectorisedConv(ConvStep step) {
    this.step = step;
    int taps = step.window().taps();
    int channels = step.inChannels();
    rows = new float[taps * channels][step.outChannels()];
    sums = new float[step.outChannels()];
    for (int k = 0; k < rows.length; k++) {
      for (int o = 0; o < sums.length; o++) {
        rows[k][o] = step.weights()[(o * channels + k % channels) * taps + k / channels];
      }
    }
  }

  @Override
  public void run() {
    var out = step.out();
    int at = 0;
    for (int n = 0; n < out.dim(0); n++) {
      for (int oh = 0; oh < out.dim(2); oh++) {
        for (int ow = 0; ow < out.dim(3); ow++) {
          pixel(n, oh, ow);
          for (int o = 0; o < sums.length; o++, at++) {
            step.y()[at] = step.finish(sums[o], at);
          }
        }
      }
    }
  }

  private void pixel(int n, int oh, int ow) {
    System.arraycopy(step.bias(), 0, sums, 0, sums.length);
    float[] x = step.x();
    int channels = step.inChannels();
    int k = 0;
    for (int kh = 0; kh < step.window().kernelH(); kh++) {
      for (int kw = 0; kw < step.window().kernelW(); kw++) {
        int source = step.source(n, oh, ow, kh, kw);
        for (int ic = 0; ic < channels; ic++, k++) {
          addScaled(source < 0 ? 0f : x[source + ic], rows[k], sums);
        }
      }
    }
  }

  /** sums += x · row. */
  private static void addScaled(float x, float[] row, float[] sums) {
    for (int o = 0; o < sums.length; o++) {
      sums[o] = Math.fma(x, row[o], sums[o]);
    }
  }
}
