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
    int rowOfTaps = taps.kernelW() * channels;
    for (int pixel = from; pixel < to; pixel++) {
      long at = offset + (long) (pixel - from) * pitch * 4;
      int ow = pixel % outW;
      int oh = pixel / outW % outH;
      int n = pixel / outW / outH;
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
  }

  /** Elements {@code from} to {@code to} of the taps on input row {@code ih}. */
  private void row(int n, int ih, int iw, int from, int to, MemorySegment target, long offset) {
    if (contiguous) {
      contiguousRow(n, ih, iw, from, to, target, offset);
      return;
    }
    long at = offset;
    for (int k = from; k < to; ) {
      int kw = k / channels;
      int end = Math.min(to, (kw + 1) * channels);
      int column = iw + kw * taps.dilationW();
      if (column < 0 || column >= x.width()) {
        KernelSet.channels().zero(target, at, end - k);
      } else {
        long source = x.at(n, ih, column) + (firstChannel + k - kw * channels) * 4L;
        KernelSet.channels().copy(x.segment(), source, target, at, end - k);
      }
      at += (end - k) * 4L;
      k = end;
    }
  }

  /** The same where neighbouring taps are neighbours in memory: at most two gaps and one copy. */
  private void contiguousRow(
      int n, int ih, int iw, int from, int to, MemorySegment target, long offset) {
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
