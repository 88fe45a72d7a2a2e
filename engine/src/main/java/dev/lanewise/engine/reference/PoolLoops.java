package dev.lanewise.engine.reference;

import dev.lanewise.engine.op.AveragePool;
import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.Window;

/** The poolings as their records state them. */
final class PoolLoops {
  private PoolLoops() {}

  static void max(MaxPool pool, Value x, Value y) {
    forEachOutput(
        y,
        (n, oh, ow, c) -> {
          var window = pool.window();
          float max = Float.NEGATIVE_INFINITY;
          for (int kh = 0; kh < window.kernelH(); kh++) {
            for (int kw = 0; kw < window.kernelW(); kw++) {
              int ih = row(window, oh, kh);
              int iw = column(window, ow, kw);
              if (inside(ih, x.dim(2), 0, 0) && inside(iw, x.dim(3), 0, 0)) {
                max = Math.max(max, x.data()[x.pixel(n, ih, iw) + c]);
              }
            }
          }
          return max;
        });
  }

  static void average(AveragePool pool, Value x, Value y) {
    forEachOutput(
        y,
        (n, oh, ow, c) -> {
          var window = pool.window();
          float sum = 0f;
          int count = 0;
          for (int kh = 0; kh < window.kernelH(); kh++) {
            for (int kw = 0; kw < window.kernelW(); kw++) {
              int ih = row(window, oh, kh);
              int iw = column(window, ow, kw);
              if (inside(ih, x.dim(2), 0, 0) && inside(iw, x.dim(3), 0, 0)) {
                sum += x.data()[x.pixel(n, ih, iw) + c];
                count++;
              } else if (pool.countIncludePad()
                  && inside(ih, x.dim(2), window.padTop(), window.padBottom())
                  && inside(iw, x.dim(3), window.padLeft(), window.padRight())) {
                count++;
              }
            }
          }
          return sum / count;
        });
  }

  static void globalAverage(Value x, Value y) {
    int pixels = x.dim(2) * x.dim(3);
    forEachOutput(
        y,
        (n, oh, ow, c) -> {
          float sum = 0f;
          for (int p = 0; p < pixels; p++) {
            sum += x.data()[(n * pixels + p) * x.dim(1) + c];
          }
          return sum / pixels;
        });
  }

  private static int row(Window window, int oh, int kh) {
    return oh * window.strideH() - window.padTop() + kh * window.dilationH();
  }

  private static int column(Window window, int ow, int kw) {
    return ow * window.strideW() - window.padLeft() + kw * window.dilationW();
  }

  private static boolean inside(int index, int extent, int before, int after) {
    return index >= -before && index < extent + after;
  }

  private interface Output {
    float at(int n, int oh, int ow, int c);
  }

  private static void forEachOutput(Value y, Output output) {
    for (int n = 0; n < y.dim(0); n++) {
      for (int oh = 0; oh < y.dim(2); oh++) {
        for (int ow = 0; ow < y.dim(3); ow++) {
          for (int c = 0; c < y.dim(1); c++) {
            y.data()[y.pixel(n, oh, ow) + c] = output.at(n, oh, ow, c);
          }
        }
      }
    }
  }
}
