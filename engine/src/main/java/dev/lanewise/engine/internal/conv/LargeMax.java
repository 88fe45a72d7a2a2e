package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.kernel.KernelSet;
import dev.lanewise.engine.internal.parallel.Work;

/**
 * The maximum over a large window, first down its columns and then across: kernelH + kernelW pixels
 * are read for an output instead of kernelH · kernelW. No order of maxima changes a bit.
 *
 * <pre>
 *   x          a row of scratch          a row of y
 *   │ │ │ │        ┌─┬─┬─┬─┐              max of
 *   │ │ │ │   →    │↓│↓│↓│↓│      →       kernelW of them
 *   │ │ │ │        └─┴─┴─┴─┘
 * </pre>
 *
 * <p>Lanes over channels, one output row a part.
 */
public final class LargeMax implements Work {
  /** Smaller windows read too few pixels for a second pass to pay. */
  private static final int FEWEST_TAPS = 16;

  private final Pixels x;
  private final Taps taps;
  private final Pixels y;
  private final Scratch scratch;
  private final long lanes;

  /** x and y must be padded to vectors. */
  public LargeMax(Pixels x, Taps taps, Pixels y, Scratch scratch) {
    this.x = x;
    this.taps = taps;
    this.y = y;
    this.scratch = scratch;
    lanes = (long) y.lanes() * Float.BYTES;
  }

  /** Whether a window is large in both directions. */
  public static boolean suits(Taps taps) {
    return taps.count() >= FEWEST_TAPS && Math.min(taps.kernelH(), taps.kernelW()) > 1;
  }

  /** The bytes of scratch that each worker needs: a row of the input. */
  public static long scratchBytes(Pixels x) {
    return (long) x.width() * x.lanes() * Float.BYTES;
  }

  @Override
  public int parts() {
    return y.batch() * y.height();
  }

  @Override
  public void run(int part, int worker) {
    int n = part / y.height();
    int oh = part % y.height();
    long row = scratch.of(worker);
    down(n, taps.firstRow(oh), row);
    across(row, y.at(n, oh, 0));
  }

  /** The maximum of each column of the input rows under an output row. */
  private void down(int n, int ih, long row) {
    int top = Taps.firstInside(ih, taps.dilationH());
    int rows = Taps.endInside(ih, taps.dilationH(), taps.kernelH(), x.height()) - top;
    long rowStride = (long) taps.dilationH() * x.width() * x.stride();
    for (int w = 0; w < x.width(); w++) {
      long from = rows > 0 ? x.at(n, ih + top * taps.dilationH(), w) : x.offset();
      KernelSet.channels()
          .max(
              x.segment(),
              from,
              rowStride,
              0,
              Math.max(0, rows),
              1,
              scratch.segment(),
              row + w * lanes,
              y.lanes());
    }
  }

  private void across(long row, long target) {
    for (int ow = 0; ow < y.width(); ow++) {
      int iw = taps.firstColumn(ow);
      int left = Taps.firstInside(iw, taps.dilationW());
      int columns = Taps.endInside(iw, taps.dilationW(), taps.kernelW(), x.width()) - left;
      long from = columns > 0 ? row + (iw + (long) left * taps.dilationW()) * lanes : row;
      KernelSet.channels()
          .max(
              scratch.segment(),
              from,
              0,
              taps.dilationW() * lanes,
              1,
              Math.max(0, columns),
              y.segment(),
              target + ow * y.stride(),
              y.lanes());
    }
  }
}
