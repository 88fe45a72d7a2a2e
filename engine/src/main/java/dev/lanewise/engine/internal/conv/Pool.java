package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.kernel.KernelSet;
import dev.lanewise.engine.internal.kernel.WindowKernels;
import dev.lanewise.engine.internal.parallel.Work;

/**
 * A maximum or a mean over a sliding window: lanes over channels, one output row a part. The common
 * windows are computed in tiles of a few output pixels; a maximum also where the tile hangs over
 * the picture, as long as each of its windows has a pixel. The others go pixel by pixel.
 */
public final class Pool implements Work {
  /** What is computed over the window. */
  public enum Kind {
    /** The maximum of the pixels inside the picture. */
    MAX,
    /** The mean of the pixels inside the picture. */
    MEAN,
    /** The sum of the pixels inside the picture, divided by how many lie in it or its padding. */
    MEAN_WITH_PADDING
  }

  private final Kind kind;
  private final Pixels x;
  private final Taps taps;
  private final Pixels y;
  private final WindowKernels.Strides strides;
  private final boolean square;

  /** x and y must be padded to vectors. */
  public Pool(Kind kind, Pixels x, Taps taps, Pixels y) {
    this.kind = kind;
    this.x = x;
    this.taps = taps;
    this.y = y;
    strides =
        new WindowKernels.Strides(
            taps.kernelW(),
            taps.strideW(),
            (long) taps.dilationH() * x.width() * x.stride(),
            x.stride(),
            y.stride(),
            y.lanes());
    square = taps.kernelH() == taps.kernelW() && taps.dilationW() == 1;
  }

  @Override
  public int parts() {
    return y.batch() * y.height();
  }

  @Override
  public void run(int part, int worker) {
    int n = part / y.height();
    int oh = part % y.height();
    int ih = taps.firstRow(oh);
    int top = Taps.firstInside(ih, taps.dilationH());
    int bottom = Taps.endInside(ih, taps.dilationH(), taps.kernelH(), x.height());
    int ow = 0;
    while (ow < y.width()) {
      int iw = taps.firstColumn(ow);
      int together = together(ow, iw, top, bottom);
      if (together > 0) {
        windows(n, ih, iw, top, bottom, y.at(n, oh, ow), together);
        ow += together;
      } else {
        window(n, ih, iw, top, Math.max(0, bottom - top), y.at(n, oh, ow));
        ow++;
      }
    }
  }

  /** How many windows from {@code ow} on a kernel can do at once, or 0. */
  private int together(int ow, int iw, int top, int bottom) {
    if (!square || top >= bottom) {
      return 0;
    }
    int kernel = taps.kernelW();
    int stride = taps.strideW();
    int left = y.width() - ow;
    if (kind == Kind.MAX) {
      boolean inside = iw > -kernel && iw < x.width();
      return inside && WindowKernels.hasMax(kernel, stride)
          ? Math.min(left, (x.width() - 1 - iw) / stride + 1)
          : 0;
    }
    int tile = WindowKernels.meanTile(kernel, stride);
    boolean inside =
        top == 0 && bottom == kernel && iw >= 0 && iw + (tile - 1) * stride + kernel <= x.width();
    return inside && tile <= left ? tile : 0;
  }

  private void windows(int n, int ih, int iw, int top, int bottom, long to, int count) {
    long from = x.at(n, 0, 0) + (long) ih * x.width() * x.stride() + iw * x.stride();
    if (kind == Kind.MAX) {
      int under = (count - 1) * taps.strideW() + taps.kernelW();
      int left = Math.max(0, -iw);
      int right = Math.min(under, x.width() - iw);
      KernelSet.windows().max(strides, x.segment(), from, top, bottom, left, right, to, count);
    } else {
      KernelSet.windows().mean(strides, x.segment(), from, taps.count(), to);
    }
  }

  private void window(int n, int ih, int iw, int top, int rows, long to) {
    int left = Taps.firstInside(iw, taps.dilationW());
    int columns =
        Math.max(0, Taps.endInside(iw, taps.dilationW(), taps.kernelW(), x.width()) - left);
    long from =
        rows == 0 || columns == 0
            ? x.offset()
            : x.at(n, ih + top * taps.dilationH(), iw + left * taps.dilationW());
    pixel(from, rows, columns, count(ih, iw, rows, columns), to);
  }

  private void pixel(long from, int rows, int columns, int count, long to) {
    long rowStride = strides.row();
    long columnStride = taps.dilationW() * x.stride();
    if (kind == Kind.MAX) {
      KernelSet.channels()
          .max(
              x.segment(),
              from,
              rowStride,
              columnStride,
              rows,
              columns,
              y.segment(),
              to,
              y.lanes());
    } else {
      KernelSet.channels()
          .mean(
              x.segment(),
              from,
              rowStride,
              columnStride,
              rows,
              columns,
              count,
              y.segment(),
              to,
              y.lanes());
    }
  }

  private int count(int ih, int iw, int rows, int columns) {
    if (kind != Kind.MEAN_WITH_PADDING) {
      return rows * columns;
    }
    int down = Taps.endInside(ih, taps.dilationH(), taps.kernelH(), x.height() + taps.padBottom());
    int across = Taps.endInside(iw, taps.dilationW(), taps.kernelW(), x.width() + taps.padRight());
    return down * across;
  }
}
