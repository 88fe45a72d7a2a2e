package dev.lanewise.engine;

import dev.lanewise.engine.op.Window;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Convolution, linear layer and pooling in integers over NCHW, written from the definitions alone:
 * no code, layout or order is shared with the engine or its reference.
 */
final class IntegerLoops {
  private IntegerLoops() {}

  /** Adds each tap to all the output pixels that it reaches. */
  static float[] conv(Window window, int groups, Tensor x, Tensor weights, @Nullable Tensor bias) {
    var in = Plane.of(x);
    int out = weights.shape().dim(0);
    int depth = weights.shape().dim(1);
    int[] data = WholeNumbers.of(x);
    int[] w = WholeNumbers.of(weights);
    var axes = Axes.of(window, in);
    var y = new long[in.batch * out * axes.outH * axes.outW];
    for (int n = 0; n < in.batch; n++) {
      for (int o = 0; o < out; o++) {
        int plane = (n * out + o) * axes.outH * axes.outW;
        if (bias != null) {
          Arrays.fill(y, plane, plane + axes.outH * axes.outW, (long) bias.get(o));
        }
        for (int i = 0; i < depth * window.taps(); i++) {
          int channel = o / (out / groups) * depth + i / window.taps();
          int kh = i % window.taps() / window.kernelW();
          int kw = i % window.kernelW();
          int weight = w[o * depth * window.taps() + i];
          for (int oh = 0; oh < axes.outH; oh++) {
            for (int ow = 0; ow < axes.outW; ow++) {
              int ih = axes.row(oh, kh);
              int iw = axes.column(ow, kw);
              if (in.has(ih, iw)) {
                y[plane + oh * axes.outW + ow] += (long) weight * data[in.at(n, channel, ih, iw)];
              }
            }
          }
        }
      }
    }
    return floats(y);
  }

  static float[] linear(Tensor x, Tensor weights, @Nullable Tensor bias) {
    int rows = x.shape().dim(0);
    int depth = x.shape().dim(1);
    int out = weights.shape().dim(0);
    int[] data = WholeNumbers.of(x);
    int[] w = WholeNumbers.of(weights);
    var y = new long[rows * out];
    for (int k = 0; k < depth; k++) {
      for (int i = 0; i < y.length; i++) {
        y[i] += (long) data[i / out * depth + k] * w[i % out * depth + k];
      }
    }
    for (int i = 0; bias != null && i < y.length; i++) {
      y[i] += (long) bias.get(i % out);
    }
    return floats(y);
  }

  /** −∞ where a window lies on nothing but padding. */
  static float[] maxPool(Window window, boolean ceil, Tensor x) {
    return pool(
        window,
        ceil,
        x,
        (values, onPadding) ->
            Arrays.stream(values)
                .mapToObj(v -> (float) v)
                .reduce(Float.NEGATIVE_INFINITY, Math::max));
  }

  /** The exact sum divided once, as a float; NaN where nothing counts. */
  static float[] averagePool(Window window, boolean ceil, boolean includePad, Tensor x) {
    return pool(
        window,
        ceil,
        x,
        (values, onPadding) ->
            (float) Arrays.stream(values).sum() / (values.length + (includePad ? onPadding : 0)));
  }

  private interface Fold {
    /** Of the values under a window; so many further taps lie on the padding. */
    float of(int[] values, int onPadding);
  }

  private static float[] pool(Window window, boolean ceil, Tensor x, Fold fold) {
    var in = Plane.of(x);
    int[] data = WholeNumbers.of(x);
    int outH = window.outputH(in.height, ceil);
    int outW = window.outputW(in.width, ceil);
    var axes = new Axes(window, outH, outW);
    var y = new float[in.batch * in.channels * outH * outW];
    for (int i = 0; i < y.length; i++) {
      int oh = i / outW % outH;
      int ow = i % outW;
      int image = i / outW / outH;
      var values = new int[window.taps()];
      int count = 0;
      int onPadding = 0;
      for (int tap = 0; tap < window.taps(); tap++) {
        int ih = axes.row(oh, tap / window.kernelW());
        int iw = axes.column(ow, tap % window.kernelW());
        if (in.has(ih, iw)) {
          values[count++] = data[in.at(0, image, ih, iw)];
        } else if (ih < in.height + window.padBottom() && iw < in.width + window.padRight()) {
          onPadding++;
        }
      }
      y[i] = fold.of(Arrays.copyOf(values, count), onPadding);
    }
    return y;
  }

  private static float[] floats(long[] sums) {
    var y = new float[sums.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = sums[i];
      if ((long) y[i] != sums[i]) {
        throw new ArithmeticException(sums[i] + " is no float: the test's numbers are too large");
      }
    }
    return y;
  }

  private record Plane(int batch, int channels, int height, int width) {
    static Plane of(Tensor x) {
      var shape = x.shape();
      return new Plane(shape.dim(0), shape.dim(1), shape.dim(2), shape.dim(3));
    }

    boolean has(int h, int w) {
      return h >= 0 && h < height && w >= 0 && w < width;
    }

    int at(int n, int c, int h, int w) {
      return ((n * channels + c) * height + h) * width + w;
    }
  }

  private record Axes(Window window, int outH, int outW) {
    /** Counts the places where the window fits, one after the other. */
    static Axes of(Window window, Plane in) {
      int reachH = window.dilationH() * (window.kernelH() - 1) + 1;
      int reachW = window.dilationW() * (window.kernelW() - 1) + 1;
      int roomH = in.height + window.padTop() + window.padBottom();
      int roomW = in.width + window.padLeft() + window.padRight();
      int outH = 0;
      int outW = 0;
      for (int at = 0; at + reachH <= roomH; at += window.strideH()) {
        outH++;
      }
      for (int at = 0; at + reachW <= roomW; at += window.strideW()) {
        outW++;
      }
      return new Axes(window, outH, outW);
    }

    int row(int oh, int kh) {
      return oh * window.strideH() + kh * window.dilationH() - window.padTop();
    }

    int column(int ow, int kw) {
      return ow * window.strideW() + kw * window.dilationW() - window.padLeft();
    }
  }
}
