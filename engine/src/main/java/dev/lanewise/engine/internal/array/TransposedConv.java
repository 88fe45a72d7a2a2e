package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.op.ConvTranspose;
import dev.lanewise.engine.op.Window;
import org.jspecify.annotations.Nullable;

/**
 * Transposed convolution: a place is a pixel of the output, which gathers from the pixels that
 * reach it; the sums of all its channels grow together in the order of the specification.
 */
final class TransposedConv extends PixelByPixel {
  private static final long OUTSIDE = -1;

  private final Window window;
  private final int groups;
  private final View x;
  private final View weights;
  private final @Nullable View bias;

  TransposedConv(ConvTranspose conv, View x, View weights, @Nullable View bias, View y) {
    super(y, 2L * weights.elements() / conv.window().strideH() / conv.window().strideW());
    window = conv.window();
    groups = conv.groups();
    this.x = x;
    this.weights = weights;
    this.bias = bias;
  }

  @Override
  void pixel(int n, int oh, int ow, long to) {
    for (int o = 0; o < y.extent(C); o++) {
      float start = bias == null ? 0f : bias.getFloat(bias.base() + o * bias.stride(0));
      y.setFloat(to + o * y.stride(C), start);
    }
    for (int kh = 0; kh < window.kernelH(); kh++) {
      int reachH = oh + window.padTop() - kh * window.dilationH();
      for (int kw = 0; kw < window.kernelW() && reachH % window.strideH() == 0; kw++) {
        int reachW = ow + window.padLeft() - kw * window.dilationW();
        if (reachW % window.strideW() == 0) {
          tap(
              source(n, reachH / window.strideH(), reachW / window.strideW()),
              weights.base() + kh * weights.stride(H) + kw * weights.stride(W),
              to);
        }
      }
    }
  }

  /** Where an input pixel lies, or {@link #OUTSIDE}. */
  private long source(int n, int ih, int iw) {
    boolean inside = ih >= 0 && ih < x.extent(H) && iw >= 0 && iw < x.extent(W);
    return inside ? x.base() + n * x.stride(N) + ih * x.stride(H) + iw * x.stride(W) : OUTSIDE;
  }

  private void tap(long from, long tap, long to) {
    int depth = x.extent(C) / groups;
    int out = weights.extent(C);
    for (int group = 0; group < groups; group++) {
      for (int ic = group * depth; ic < (group + 1) * depth; ic++) {
        float value = from == OUTSIDE ? 0f : x.getFloat(from + ic * x.stride(C));
        long row = tap + ic * weights.stride(N);
        long place = to + (long) group * out * y.stride(C);
        for (int o = 0; o < out; o++) {
          float sum = y.getFloat(place + o * y.stride(C));
          float weight = weights.getFloat(row + o * weights.stride(C));
          y.setFloat(place + o * y.stride(C), Math.fma(value, weight, sum));
        }
      }
    }
  }
}
