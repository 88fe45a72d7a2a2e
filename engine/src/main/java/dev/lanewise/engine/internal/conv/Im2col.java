package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.gemm.Gemm;
import dev.lanewise.engine.internal.gemm.PackedMatrix;
import dev.lanewise.engine.internal.gemm.Split;
import dev.lanewise.engine.internal.kernel.Epilogue;
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
  private final int strip;

  /** y = epilogue(x ∗ weights + bias ⊕ skip). */
  public Im2col(
      Pixels x,
      Taps taps,
      PackedMatrix weights,
      @Nullable Pixels skip,
      Epilogue epilogue,
      Pixels y,
      Scratch scratch,
      int threads) {
    gather = new Gather(x, taps, y, 0, x.channels());
    this.y = y;
    this.skip = skip;
    this.scratch = scratch;
    block = Gemm.blockDepth(weights.depth(), x.channels());
    gemm =
        new Gemm(
            new Gemm.Operand(scratch.segment(), block * 4L, 0),
            weights,
            skip == null ? null : skip.operand(),
            epilogue,
            y.operand());
    strip = Gemm.rowsOfKernel(block);
    split = split(taps, x, y, strip, threads);
  }

  private static Split split(Taps taps, Pixels x, Pixels y, int strip, int threads) {
    int depth = taps.count() * x.channels();
    return y.split(Math.ceilDiv(y.count(), strip), strip, x, depth, threads);
  }

  /** The bytes of scratch that each worker needs. */
  public static long scratchBytes(Taps taps, Pixels x, Pixels y, int threads) {
    int block = Gemm.blockDepth(taps.count() * x.channels(), x.channels());
    int strip = Gemm.rowsOfKernel(block);
    return (long) split(taps, x, y, strip, threads).mostUnits() * strip * block * Float.BYTES;
  }

  @Override
  public int parts() {
    return split.parts();
  }

  @Override
  public void run(int part, int worker) {
    int from = split.fromUnit(part) * strip;
    int to = Math.min(y.count(), split.toUnit(part) * strip);
    int depth = gather.depth();
    long rows = scratch.of(worker);
    for (int k0 = 0; k0 < depth; k0 += block) {
      int k1 = Math.min(depth, k0 + block);
      gather.rows(from, to, k0, k1, scratch.segment(), rows, block);
      gemm.multiply(
          rows,
          1,
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
