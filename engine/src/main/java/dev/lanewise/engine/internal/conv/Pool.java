package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.kernel.ChannelKernels;
import dev.lanewise.engine.internal.kernel.KernelSet;
import dev.lanewise.engine.internal.parallel.Work;

/** A maximum or a mean over a sliding window: lanes over channels, one output row a part. */
public final class Pool implements Work {
  private static final ChannelKernels KERNELS = KernelSet.chosen().channels();

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

  /** x and y must be padded to vectors. */
  public Pool(Kind kind, Pixels x, Taps taps, Pixels y) {
    this.kind = kind;
    this.x = x;
    this.taps = taps;
    this.y = y;
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
    int rows = Math.max(0, Taps.endInside(ih, taps.dilationH(), taps.kernelH(), x.height()) - top);
    for (int ow = 0; ow < y.width(); ow++) {
      int iw = taps.firstColumn(ow);
      int left = Taps.firstInside(iw, taps.dilationW());
      int columns =
          Math.max(0, Taps.endInside(iw, taps.dilationW(), taps.kernelW(), x.width()) - left);
      long from =
          rows == 0 || columns == 0
              ? x.offset()
              : x.at(n, ih + top * taps.dilationH(), iw + left * taps.dilationW());
      pixel(from, rows, columns, count(ih, iw, rows, columns), y.at(n, oh, ow));
    }
  }

  private void pixel(long from, int rows, int columns, int count, long to) {
    long rowStride = (long) taps.dilationH() * x.width() * x.stride();
    long columnStride = taps.dilationW() * x.stride();
    if (kind == Kind.MAX) {
      KERNELS.max(
          x.segment(), from, rowStride, columnStride, rows, columns, y.segment(), to, y.pitch());
    } else {
      KERNELS.mean(
          x.segment(),
          from,
          rowStride,
          columnStride,
          rows,
          columns,
          count,
          y.segment(),
          to,
          y.pitch());
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
