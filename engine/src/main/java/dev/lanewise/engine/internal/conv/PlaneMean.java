package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.kernel.KernelSet;
import dev.lanewise.engine.internal.kernel.WindowKernels;
import dev.lanewise.engine.internal.parallel.Work;

/**
 * The mean of each channel over the whole plane. A part is a picture's block of channels; it adds
 * several pixels to the sums at a time, so that the sums are seldom stored, and each is one chain
 * over the pixels in their order.
 */
public final class PlaneMean implements Work {
  /** Floats of a part: 1 KiB of each pixel, for memory to give in one go. */
  private static final int BLOCK = 256;

  private final Pixels x;
  private final Pixels y;
  private final int blocks;

  /** x and y must be padded to vectors; y has one pixel for each picture. */
  public PlaneMean(Pixels x, Pixels y) {
    this.x = x;
    this.y = y;
    blocks = Math.ceilDiv(y.pitch(), BLOCK);
  }

  @Override
  public int parts() {
    return y.batch() * blocks;
  }

  @Override
  public void run(int part, int worker) {
    int n = part / blocks;
    int first = part % blocks * BLOCK;
    int channels = Math.min(BLOCK, y.pitch() - first);
    int pixels = x.height() * x.width();
    long from = x.at(n, 0, 0) + first * 4L;
    long to = y.at(n) + first * 4L;
    KernelSet.channels().zero(y.segment(), to, channels);
    int p = 0;
    for (; p + WindowKernels.PIXELS <= pixels; p += WindowKernels.PIXELS) {
      KernelSet.windows().addPixels(x.segment(), from + p * x.stride(), x.stride(), to, channels);
    }
    for (; p < pixels; p++) {
      KernelSet.channels()
          .add(
              y.segment(),
              to,
              x.segment(),
              from + p * x.stride(),
              Float.NEGATIVE_INFINITY,
              y.segment(),
              to,
              channels);
    }
    KernelSet.windows().divide(y.segment(), to, pixels, channels);
  }
}
