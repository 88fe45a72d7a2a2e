package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.op.Window;

/**
 * Convolution whose weights are known only when it runs, so that they cannot be packed: a place is
 * a pixel, and the sums of all its channels grow together in the order of the specification.
 */
public final class PlainConv extends PixelByPixel {
  private final Window window;
  private final int groups;
  private final View x;
  private final View weights;
  private final View bias;

  /** Of views as {@link dev.lanewise.engine.op.Conv} takes them, with a bias. */
  public PlainConv(Window window, int groups, View x, View weights, View bias, View y) {
    super(y, 2L * weights.elements());
    this.window = window;
    this.groups = groups;
    this.x = x;
    this.weights = weights;
    this.bias = bias;
  }

  /** A matrix as pictures of one pixel. */
  public static View pixel(View matrix) {
    return matrix.as(
        new int[] {matrix.extent(0), matrix.extent(1), 1, 1},
        new long[] {matrix.stride(0), matrix.stride(1), 0, 0});
  }

  @Override
  void pixel(int n, int oh, int ow, long to) {
    for (int o = 0; o < y.extent(C); o++) {
      y.setFloat(to + o * y.stride(C), bias.getFloat(bias.base() + o * bias.stride(0)));
    }
    for (int kh = 0; kh < window.kernelH(); kh++) {
      int ih = oh * window.strideH() - window.padTop() + kh * window.dilationH();
      for (int kw = 0; kw < window.kernelW(); kw++) {
        int iw = ow * window.strideW() - window.padLeft() + kw * window.dilationW();
        long tap = weights.base() + kh * weights.stride(H) + kw * weights.stride(W);
        boolean inside = ih >= 0 && ih < x.extent(H) && iw >= 0 && iw < x.extent(W);
        long from = x.base() + n * x.stride(N) + ih * x.stride(H) + iw * x.stride(W);
        tap(inside, from, tap, to);
      }
    }
  }

  private void tap(boolean inside, long from, long tap, long to) {
    int depth = weights.extent(C);
    int out = y.extent(C) / groups;
    for (int group = 0; group < groups; group++) {
      for (int ic = 0; ic < depth; ic++) {
        float value = inside ? x.getFloat(from + (group * depth + ic) * x.stride(C)) : 0f;
        for (int o = group * out; o < (group + 1) * out; o++) {
          float weight = weights.getFloat(tap + o * weights.stride(N) + ic * weights.stride(C));
          long place = to + o * y.stride(C);
          y.setFloat(place, Math.fma(value, weight, y.getFloat(place)));
        }
      }
    }
  }
}
