package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.kernel.ChannelKernels;
import dev.lanewise.engine.internal.kernel.KernelSet;
import java.lang.foreign.MemorySegment;

/**
 * Rows of the input copied with the window's padding around them, so that no tap of an output row
 * lies outside: each pixel is copied about once, instead of once for each tap.
 *
 * <p>For pixels without gaps.
 */
record PaddedRows(Pixels x, Taps taps) {
  private static final ChannelKernels KERNELS = KernelSet.chosen().channels();

  /** Whether the padding is narrower than a window, and no rows lie between two windows. */
  static boolean suits(Taps taps) {
    int height = (taps.kernelH() - 1) * taps.dilationH() + 1;
    return Math.max(taps.padLeft(), taps.padRight()) < taps.kernelW()
        && Math.max(taps.padTop(), taps.padBottom()) < height
        && taps.strideH() <= height;
  }

  /** The input rows under so many output rows. */
  int under(int outRows) {
    return (outRows - 1) * taps.strideH() + (taps.kernelH() - 1) * taps.dilationH() + 1;
  }

  /** Bytes from a padded row to the next. */
  long rowBytes() {
    return (taps.padLeft() + x.width() + taps.padRight()) * x.stride();
  }

  /**
   * Input rows from {@code ih} on, which may lie above or below the picture, with their padding.
   */
  void copy(int n, int ih, int count, MemorySegment target, long offset) {
    int left = taps.padLeft() * x.channels();
    int middle = x.width() * x.channels();
    int right = taps.padRight() * x.channels();
    for (int i = 0; i < count; i++) {
      long at = offset + i * rowBytes();
      if (ih + i < 0 || ih + i >= x.height()) {
        KERNELS.zero(target, at, left + middle + right);
      } else {
        KERNELS.zero(target, at, left);
        KERNELS.copy(x.segment(), x.at(n, ih + i, 0), target, at + left * 4L, middle);
        KERNELS.zero(target, at + (left + middle) * 4L, right);
      }
    }
  }
}
