package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.kernel.KernelSet;
import java.lang.foreign.MemorySegment;

/**
 * im2col: writes for each output pixel the channels under its window as one row, in (kh, kw, ic)
 * order, zeros where the window hangs over the picture.
 *
 * <p>Source: Chellapilla, Puri and Simard, "High Performance Convolutional Neural Networks for
 * Document Processing", 2006.
 */
final class Gather {
  private final Pixels x;
  private final Taps taps;
  private final int outH;
  private final int outW;
  private final int firstChannel;
  private final int channels;
  private final boolean contiguous;

  /** Of the channels from {@code firstChannel} on; {@code y} gives the output's extents. */
  Gather(Pixels x, Taps taps, Pixels y, int firstChannel, int channels) {
    this.x = x;
    this.taps = taps;
    this.outH = y.height();
    this.outW = y.width();
    this.firstChannel = firstChannel;
    this.channels = channels;
    contiguous = taps.dilationW() == 1 && x.pitch() == channels;
  }

  /** The elements of a row. */
  int depth() {
    return taps.count() * channels;
  }

  /**
   * Rows of output pixels {@code from} to {@code to}, elements {@code k0} to {@code k1} of each,
   * written to {@code target}, {@code pitch} floats apart.
   */
  void rows(int from, int to, int k0, int k1, MemorySegment target, long offset, int pitch) {
    for (int pixel = from; pixel < to; ) {
      int ow = pixel % outW;
      int oh = pixel / outW % outH;
      int n = pixel / outW / outH;
      long at = offset + (long) (pixel - from) * pitch * 4;
      if (contiguous) {
        pixel(n, oh, ow, k0, k1, target, at);
        pixel++;
      } else {
        int run = Math.min(to - pixel, outW - ow);
        run(n, oh, ow, run, k0, k1, target, at, pitch);
        pixel += run;
      }
    }
  }

  /** Pixels side by side, tap by tap: their channels lie equally far apart. */
  private void run(
      int n,
      int oh,
      int ow,
      int pixels,
      int k0,
      int k1,
      MemorySegment target,
      long offset,
      int pitch) {
    for (int k = k0; k < k1; ) {
      int tap = k / channels;
      int end = Math.min(k1, (tap + 1) * channels);
      int ih = taps.firstRow(oh) + tap / taps.kernelW() * taps.dilationH();
      int iw = taps.firstColumn(ow) + tap % taps.kernelW() * taps.dilationW();
      boolean inside = ih >= 0 && ih < x.height();
      int first = inside ? pixelsBefore(0, iw, pixels) : 0;
      int last = inside ? pixelsBefore(x.width(), iw, pixels) : 0;
      long at = offset + (k - k0) * 4L;
      zero(0, first, end - k, target, at, pitch);
      if (last > first) {
        int column = iw + first * taps.strideW();
        KernelSet.channels()
            .copyRows(
                x.segment(),
                x.at(n, ih, column) + (firstChannel + k - tap * channels) * 4L,
                taps.strideW() * x.stride(),
                target,
                at + (long) first * pitch * 4,
                pitch * 4L,
                end - k,
                last - first);
      }
      zero(last, pixels, end - k, target, at, pitch);
      k = end;
    }
  }

  /** How many of the pixels whose first one reads column {@code iw} read columns before this. */
  private int pixelsBefore(int column, int iw, int pixels) {
    return Math.clamp(Math.ceilDiv((long) column - iw, taps.strideW()), 0, pixels);
  }

  private static void zero(
      int from, int to, int floats, MemorySegment target, long offset, int pitch) {
    for (int pixel = from; pixel < to; pixel++) {
      KernelSet.channels().zero(target, offset + (long) pixel * pitch * 4, floats);
    }
  }

  /** A pixel, a row of taps at a time: neighbouring taps are neighbours in memory. */
  private void pixel(int n, int oh, int ow, int k0, int k1, MemorySegment target, long offset) {
    int rowOfTaps = taps.kernelW() * channels;
    long at = offset;
    for (int k = k0; k < k1; ) {
      int kh = k / rowOfTaps;
      int end = Math.min(k1, (kh + 1) * rowOfTaps);
      int ih = taps.firstRow(oh) + kh * taps.dilationH();
      int count = end - k;
      if (ih < 0 || ih >= x.height()) {
        KernelSet.channels().zero(target, at, count);
      } else {
        int first = k - kh * rowOfTaps;
        row(n, ih, taps.firstColumn(ow), first, first + count, target, at);
      }
      at += count * 4L;
      k = end;
    }
  }

  /** Elements {@code from} to {@code to} of the taps on an input row: two gaps and one copy. */
  private void row(int n, int ih, int iw, int from, int to, MemorySegment target, long offset) {
    int inside = Math.clamp(-(long) iw * channels, from, to);
    int outside = Math.clamp((long) (x.width() - iw) * channels, inside, to);
    if (inside > from) {
      KernelSet.channels().zero(target, offset, inside - from);
    }
    if (outside > inside) {
      long source = x.at(n, ih, 0) + ((long) iw * channels + inside) * 4;
      KernelSet.channels()
          .copy(x.segment(), source, target, offset + (inside - from) * 4L, outside - inside);
    }
    if (to > outside) {
      KernelSet.channels().zero(target, offset + (outside - from) * 4L, to - outside);
    }
  }
}
