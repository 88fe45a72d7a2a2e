package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.kernel.KernelSet;
import dev.lanewise.engine.internal.parallel.Work;

/** The operators that treat each pixel alone, in parts of whole pixels. */
public sealed interface Elementwise extends Work
    permits Elementwise.Sum,
        Elementwise.Floor,
        Elementwise.Scale,
        Elementwise.CopyChannels,
        Elementwise.ZeroChannels,
        UpsampledSum {
  /** Pixels of a part: some tens of KiB. */
  static int pixelsOfPart(Pixels y) {
    return Math.max(1, 16_384 / y.lanes());
  }

  /** Where x and y have their pixels. */
  Pixels y();

  /** Does pixels {@code from} to {@code to}. */
  void pixels(int from, int to);

  @Override
  default int parts() {
    return Math.ceilDiv(y().count(), pixelsOfPart(y()));
  }

  @Override
  default void run(int part, int worker) {
    int from = part * pixelsOfPart(y());
    pixels(from, Math.min(y().count(), from + pixelsOfPart(y())));
  }

  /** y = a + b, all three of one pitch. */
  record Sum(Pixels a, Pixels b, Pixels y) implements Elementwise {

    @Override
    public void pixels(int from, int to) {
      KernelSet.channels()
          .add(
              a.segment(),
              a.at(from),
              b.segment(),
              b.at(from),
              Float.NEGATIVE_INFINITY,
              y.segment(),
              y.at(from),
              (to - from) * y.pitch());
    }
  }

  /** y = floor(x). */
  record Floor(Pixels x, float floor, Pixels y) implements Elementwise {

    @Override
    public void pixels(int from, int to) {
      if (x.isRun() && y.isRun()) {
        floor(from, (to - from) * y.lanes());
        return;
      }
      for (int p = from; p < to; p++) {
        floor(p, y.lanes());
      }
    }

    private void floor(int pixel, int lanes) {
      KernelSet.channels().floor(x.segment(), x.at(pixel), floor, y.segment(), y.at(pixel), lanes);
    }
  }

  /** y = affine(x). */
  record Scale(Pixels x, ChannelAffine affine, Pixels y) implements Elementwise {
    @Override
    public void pixels(int from, int to) {
      for (int p = from; p < to; p++) {
        affine.apply(x.segment(), x.at(p), 0, y.segment(), y.at(p), y.lanes());
      }
    }
  }

  /** Copies x's channels to those of y from {@code first} on; y's others stay as they are. */
  record CopyChannels(Pixels x, int first, Pixels y) implements Elementwise {

    @Override
    public void pixels(int from, int to) {
      KernelSet.channels()
          .copyRows(
              x.segment(),
              x.at(from),
              x.stride(),
              y.segment(),
              y.at(from) + first * 4L,
              y.stride(),
              x.channels(),
              to - from);
    }
  }

  /** Sets channels {@code first} to {@code end} of y to +0. */
  record ZeroChannels(int first, int end, Pixels y) implements Elementwise {

    @Override
    public void pixels(int from, int to) {
      for (int p = from; p < to; p++) {
        KernelSet.channels().zero(y.segment(), y.at(p) + first * 4L, end - first);
      }
    }
  }
}
