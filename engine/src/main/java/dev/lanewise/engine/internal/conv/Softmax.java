package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.parallel.Work;
import java.lang.foreign.ValueLayout;

/**
 * Softmax over the channels of each pixel, in the order and with the functions of the
 * specification.
 */
public record Softmax(Pixels x, Pixels y) implements Work {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  @Override
  public int parts() {
    return y.batch() * y.height();
  }

  @Override
  public void run(int part, int worker) {
    for (int w = 0; w < y.width(); w++) {
      int p = part * y.width() + w;
      pixel(x.at(p), y.at(p));
    }
  }

  private void pixel(long from, long to) {
    float max = Float.NEGATIVE_INFINITY;
    for (int c = 0; c < x.channels(); c++) {
      max = Math.max(max, x.segment().get(FLOAT, from + c * 4L));
    }
    float sum = 0f;
    for (int c = 0; c < x.channels(); c++) {
      float e = (float) StrictMath.exp(x.segment().get(FLOAT, from + c * 4L) - max);
      y.segment().set(FLOAT, to + c * 4L, e);
      sum += e;
    }
    for (int c = 0; c < x.channels(); c++) {
      y.segment().set(FLOAT, to + c * 4L, y.segment().get(FLOAT, to + c * 4L) / sum);
    }
  }
}
