package dev.lanewise.bench.baseline;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Window;
import java.util.Arrays;

/**
 * The operators around the convolutions, over heap arrays in NHWC, the channel innermost. They take
 * next to no time, so that both orders of loops share them.
 */
final class OtherLoops {
  private OtherLoops() {}

  static void max(Window window, Shape in, float[] x, Shape out, float[] y) {
    int channels = in.dim(1);
    Arrays.fill(y, Float.NEGATIVE_INFINITY);
    int at = 0;
    for (int n = 0; n < out.dim(0); n++) {
      for (int oh = 0; oh < out.dim(2); oh++) {
        for (int ow = 0; ow < out.dim(3); ow++, at += channels) {
          for (int tap = 0; tap < window.taps(); tap++) {
            int kh = tap / window.kernelW();
            int kw = tap % window.kernelW();
            int ih = oh * window.strideH() - window.padTop() + kh * window.dilationH();
            int iw = ow * window.strideW() - window.padLeft() + kw * window.dilationW();
            if (ih >= 0 && ih < in.dim(2) && iw >= 0 && iw < in.dim(3)) {
              int source = ((n * in.dim(2) + ih) * in.dim(3) + iw) * channels;
              for (int c = 0; c < channels; c++) {
                y[at + c] = Math.max(y[at + c], x[source + c]);
              }
            }
          }
        }
      }
    }
  }

  static void upsampleAdd(Shape out, float[] lateral, Shape in, float[] coarse, float[] y) {
    int channels = out.dim(1);
    for (int i = 0; i < y.length; i++) {
      int pixel = i / channels;
      int w = (int) ((long) (pixel % out.dim(3)) * in.dim(3) / out.dim(3));
      int row = pixel / out.dim(3);
      int h = (int) ((long) (row % out.dim(2)) * in.dim(2) / out.dim(2));
      int n = row / out.dim(2);
      int from = ((n * in.dim(2) + h) * in.dim(3) + w) * channels + i % channels;
      y[i] = lateral[i] + coarse[from];
    }
  }

  static void globalAverage(Shape in, float[] x, float[] y) {
    int channels = in.dim(1);
    int pixels = in.dim(2) * in.dim(3);
    Arrays.fill(y, 0f);
    for (int n = 0; n < in.dim(0); n++) {
      for (int p = 0; p < pixels; p++) {
        for (int c = 0; c < channels; c++) {
          y[n * channels + c] += x[(n * pixels + p) * channels + c];
        }
      }
    }
    for (int i = 0; i < y.length; i++) {
      y[i] /= pixels;
    }
  }

  /** From NHWC to the order of channels, rows and columns. */
  static void flatten(Shape in, float[] x, float[] y) {
    int channels = in.dim(1);
    int pixels = in.dim(2) * in.dim(3);
    for (int i = 0; i < x.length; i++) {
      int n = i / channels / pixels;
      int p = i / channels % pixels;
      y[(n * channels + i % channels) * pixels + p] = x[i];
    }
  }

  static void padChannels(int before, int inChannels, float[] x, int outChannels, float[] y) {
    for (int i = 0; i * inChannels < x.length; i++) {
      System.arraycopy(x, i * inChannels, y, i * outChannels + before, inChannels);
    }
  }
}
