package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.gemm.Split;
import dev.lanewise.engine.internal.parallel.Work;

/**
 * A convolution whose parts are rows of the output, counted over all pictures, and panels of the
 * weights: a part that ends in another picture than it began in is done picture by picture.
 */
abstract sealed class PictureRows implements Work permits ShiftedRows, PaddedIm2col {
  final Pixels y;
  final Split split;

  /**
   * Rows of a picture.
   *
   * @param weight what a row of the output counts for, in rows of a product: its pixels, or less
   *     where they take less of a cache
   */
  PictureRows(Pixels x, Taps taps, Pixels y, int weight, int threads) {
    this.y = y;
    split = split(x, taps, y, weight, threads);
  }

  private static Split split(Pixels x, Taps taps, Pixels y, int weight, int threads) {
    int depth = taps.count() * x.channels();
    return y.split(y.batch() * y.height(), weight, x, depth, threads);
  }

  /** The most output rows of one picture that a part has. */
  static int mostRows(Pixels x, Taps taps, Pixels y, int weight, int threads) {
    return Math.min(y.height(), split(x, taps, y, weight, threads).mostUnits());
  }

  /** {@code count} output rows of picture {@code n}, from {@code oh} on. */
  abstract void rows(int n, int oh, int count, int part, int worker);

  @Override
  public final int parts() {
    return split.parts();
  }

  @Override
  public final void run(int part, int worker) {
    int to = split.toUnit(part);
    for (int row = split.fromUnit(part); row < to; ) {
      int n = row / y.height();
      int end = Math.min(to, (n + 1) * y.height());
      rows(n, row - n * y.height(), end - row, part, worker);
      row = end;
    }
  }
}
