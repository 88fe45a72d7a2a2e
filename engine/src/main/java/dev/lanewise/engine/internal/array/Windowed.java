package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.op.LpPool;
import dev.lanewise.engine.op.MaxPoolIndices;
import dev.lanewise.engine.op.Window;

/** The poolings that have no kernels: a place is a pixel of the output, with all its channels. */
abstract class Windowed extends PixelByPixel {
  final View x;
  private final Window window;

  private Windowed(Window window, View x, View y) {
    super(y, 2L * window.taps() * y.extent(C));
    this.window = window;
    this.x = x;
  }

  /** Computes an output from a channel's plane at a pixel. */
  abstract void pool(long plane, int n, int c, int top, int left, long to);

  @Override
  final void pixel(int n, int h, int w, long to) {
    int top = h * window.strideH() - window.padTop();
    int left = w * window.strideW() - window.padLeft();
    for (int c = 0; c < y.extent(C); c++) {
      long plane = x.base() + n * x.stride(N) + c * x.stride(C);
      pool(plane, n, c, top, left, to + c * y.stride(C));
    }
  }

  /** Whether a tap lies on the picture. */
  final boolean inside(int h, int w) {
    return h >= 0 && h < x.extent(H) && w >= 0 && w < x.extent(W);
  }

  /** The p-norm. */
  static final class Norm extends Windowed {
    private final LpPool pool;

    Norm(LpPool pool, View x, View y) {
      super(pool.window(), x, y);
      this.pool = pool;
    }

    @Override
    void pool(long plane, int n, int c, int top, int left, long to) {
      var window = pool.window();
      double sum = 0;
      for (int kh = 0; kh < window.kernelH(); kh++) {
        int h = top + kh * window.dilationH();
        for (int kw = 0; kw < window.kernelW(); kw++) {
          int w = left + kw * window.dilationW();
          if (inside(h, w)) {
            double value = Math.abs(x.getFloat(plane + h * x.stride(H) + w * x.stride(W)));
            sum += Power.of(value, pool.p());
          }
        }
      }
      y.setFloat(to, (float) Power.of(sum, 1.0 / pool.p()));
    }
  }

  /** The maximum's place. */
  static final class Places extends Windowed {
    private final MaxPoolIndices pool;

    Places(MaxPoolIndices pool, View x, View y) {
      super(pool.window(), x, y);
      this.pool = pool;
    }

    @Override
    void pool(long plane, int n, int c, int top, int left, long to) {
      var window = pool.window();
      float max = Float.NEGATIVE_INFINITY;
      int bestH = -1;
      int bestW = -1;
      for (int kh = 0; kh < window.kernelH(); kh++) {
        int h = top + kh * window.dilationH();
        for (int kw = 0; kw < window.kernelW(); kw++) {
          int w = left + kw * window.dilationW();
          if (inside(h, w)) {
            float value = x.getFloat(plane + h * x.stride(H) + w * x.stride(W));
            if (bestH < 0 || value > max || (Float.isNaN(value) && !Float.isNaN(max))) {
              max = value;
              bestH = h;
              bestW = w;
            }
          }
        }
      }
      long first = ((long) n * x.extent(C) + c) * x.extent(H) * x.extent(W);
      long place =
          pool.columnMajor()
              ? (long) bestW * x.extent(H) + bestH
              : (long) bestH * x.extent(W) + bestW;
      y.setLong(to, first + place);
    }
  }
}
