package dev.lanewise.engine.reference;

import dev.lanewise.engine.op.PadChannels;

/** The operators that move elements, and compute next to nothing. */
final class Rearrange {
  private Rearrange() {}

  static void flatten(Value x, Value y) {
    if (x.shape().rank() == 2) {
      System.arraycopy(x.data(), 0, y.data(), 0, y.data().length);
      return;
    }
    int i = 0;
    for (int n = 0; n < x.dim(0); n++) {
      for (int c = 0; c < x.dim(1); c++) {
        for (int h = 0; h < x.dim(2); h++) {
          for (int w = 0; w < x.dim(3); w++) {
            y.data()[i++] = x.data()[x.pixel(n, h, w) + c];
          }
        }
      }
    }
  }

  static void padChannels(PadChannels pad, Value x, Value y) {
    copyChannels(x, y, pad.before());
  }

  static void upsampleAdd(Value lateral, Value coarse, Value y) {
    for (int n = 0; n < y.dim(0); n++) {
      for (int h = 0; h < y.dim(2); h++) {
        for (int w = 0; w < y.dim(3); w++) {
          int fromH = (int) ((long) h * coarse.dim(2) / y.dim(2));
          int fromW = (int) ((long) w * coarse.dim(3) / y.dim(3));
          int at = y.pixel(n, h, w);
          int from = coarse.pixel(n, fromH, fromW);
          for (int c = 0; c < y.dim(1); c++) {
            y.data()[at + c] = lateral.data()[at + c] + coarse.data()[from + c];
          }
        }
      }
    }
  }

  /** Copies all of x's channels to y's from channel {@code first} on. */
  private static void copyChannels(Value x, Value y, int first) {
    for (int position = 0; position < x.positions(); position++) {
      System.arraycopy(
          x.data(), position * x.dim(1), y.data(), position * y.dim(1) + first, x.dim(1));
    }
  }
}
