package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.gemm.Gemm;
import dev.lanewise.engine.internal.gemm.PackedMatrix;
import dev.lanewise.engine.internal.gemm.Split;
import dev.lanewise.engine.internal.parallel.Work;
import org.jspecify.annotations.Nullable;

/**
 * Any convolution without groups: blocks of output pixels, and of each block's depth, are gathered
 * into the worker's scratch, where they stay in the second-level cache while all panels of the
 * weights pass over them.
 */
public final class Im2col implements Work {
  private final Gather gather;
  private final Pixels y;
  private final @Nullable Pixels skip;
  private final Gemm gemm;
  private final Split split;
  private final Scratch scratch;
  private final int block;

  /** y = floor(x ∗ weights + bias ⊕ skip). */
  public Im2col(
      Pixels x,
      Taps taps,
      PackedMatrix weights,
      @Nullable Pixels skip,
      float floor,
      Pixels y,
      Scratch scratch,
      int threads) {
    gather = new Gather(x, taps, y, 0, x.channels());
    this.y = y;
    this.skip = skip;
    this.scratch = scratch;
    gemm =
        new Gemm(
            weights,
            floor,
            y.segment(),
            y.stride(),
            skip == null ? null : skip.segment(),
            skip == null ? 0 : skip.stride());
    split = Split.of(y.count(), weights.panels(), threads);
    block = Gemm.blockDepth(weights.depth(), x.channels());
  }

  /** The bytes of scratch that each worker needs. */
  public static long scratchBytes(
      Taps taps, int channels, int pixels, int outChannels, int threads) {
    var split = Split.of(pixels, PackedMatrix.panels(outChannels), threads);
    return (long) split.mostRows()
        * Gemm.blockDepth(taps.count() * channels, channels)
        * Float.BYTES;
  }

  @Override
  public int parts() {
    return split.parts();
  }

  @Override
  public void run(int part, int worker) {
    int from = split.fromRow(part);
    int to = split.toRow(part);
    int depth = gather.depth();
    long rows = scratch.of(worker);
    for (int k0 = 0; k0 < depth; k0 += block) {
      int k1 = Math.min(depth, k0 + block);
      gather.rows(from, to, k0, k1, scratch.segment(), rows);
      gemm.multiply(
          scratch.segment(),
          rows,
          (k1 - k0) * 4L,
          to - from,
          split.fromPanel(part),
          split.toPanel(part),
          k0,
          k1,
          y.at(from),
          skip == null ? 0 : skip.at(from));
    }
  }
}
