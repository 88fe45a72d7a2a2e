package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.kernel.KernelSet;

/**
 * y = lateral + coarse, whose pixel for (h, w) is (⌊h · height / y's⌋, ⌊w · width / y's⌋); all
 * three of one pitch.
 */
public record UpsampledSum(Pixels lateral, Pixels coarse, Pixels y) implements Elementwise {
  @Override
  public void pixels(int from, int to) {
    int row = from / y.width();
    int column = from - row * y.width();
    for (int p = from; p < to; row++, column = 0) {
      int n = row / y.height();
      int h = nearest(row - n * y.height(), coarse.height(), y.height());
      for (; column < y.width() && p < to; column++, p++) {
        KernelSet.channels()
            .add(
                lateral.segment(),
                lateral.at(p),
                coarse.segment(),
                coarse.at(n, h, nearest(column, coarse.width(), y.width())),
                Float.NEGATIVE_INFINITY,
                y.segment(),
                y.at(p),
                y.pitch());
      }
    }
  }

  private static int nearest(int index, int in, int out) {
    return (int) ((long) index * in / out);
  }
}
