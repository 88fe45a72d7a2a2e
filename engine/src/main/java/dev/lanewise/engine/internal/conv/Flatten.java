package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.parallel.Work;
import java.lang.foreign.ValueLayout;

/** Pixels to one row a picture, in (c, h, w) order: a part is a channel of a picture. */
public record Flatten(Pixels x, Pixels y) implements Work {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  @Override
  public int parts() {
    return x.batch() * x.channels();
  }

  @Override
  public void run(int part, int worker) {
    int n = part / x.channels();
    int c = part % x.channels();
    int pixels = x.height() * x.width();
    long to = y.at(n) + (long) c * pixels * 4;
    for (int p = 0; p < pixels; p++) {
      y.segment().set(FLOAT, to + p * 4L, x.segment().get(FLOAT, x.at(n * pixels + p) + c * 4L));
    }
  }
}
