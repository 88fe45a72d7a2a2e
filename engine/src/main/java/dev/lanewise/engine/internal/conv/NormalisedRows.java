package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.gemm.Gemm;
import dev.lanewise.engine.internal.gemm.PackedMatrix;
import dev.lanewise.engine.internal.gemm.Split;
import dev.lanewise.engine.internal.kernel.Epilogue;
import dev.lanewise.engine.internal.parallel.Work;
import org.jspecify.annotations.Nullable;

/**
 * A 1×1 convolution of stride 1, or a linear layer, of what a {@link ChannelAffine} makes of the
 * input: a part's rows, a block of the depth at a time, go through it into the worker's scratch,
 * and are multiplied while they are in the second-level cache.
 *
 * <p>Threads that share out the panels do so for the same rows.
 */
public final class NormalisedRows implements Work {
  private final Pixels x;
  private final ChannelAffine affine;
  private final @Nullable Pixels skip;
  private final Pixels y;
  private final Scratch scratch;
  private final Gemm gemm;
  private final Split split;
  private final int depth;
  private final int block;
  private final int strip;

  /** y = epilogue(affine(x) · weights + bias ⊕ skip); x must be padded to vectors. */
  public NormalisedRows(
      Pixels x,
      ChannelAffine affine,
      PackedMatrix weights,
      @Nullable Pixels skip,
      Epilogue epilogue,
      Pixels y,
      Scratch scratch,
      int threads) {
    this.x = x;
    this.affine = affine;
    this.skip = skip;
    this.y = y;
    this.scratch = scratch;
    depth = weights.depth();
    block = block(depth);
    gemm =
        new Gemm(
            new Gemm.Operand(scratch.segment(), block * 4L, 0),
            weights,
            skip == null ? null : skip.operand(),
            epilogue,
            y.operand());
    strip = Gemm.rowsOfKernel(block);
    split = split(x, y, depth, threads);
  }

  /** Whole vectors of channels, so that none is read that the input does not have. */
  private static int block(int depth) {
    return PackedMatrix.padded(Gemm.blockDepth(depth, depth));
  }

  private static Split split(Pixels x, Pixels y, int depth, int threads) {
    int strip = Gemm.rowsOfKernel(block(depth));
    return y.split(Math.ceilDiv(y.count(), strip), strip, x, depth, threads);
  }

  /** The bytes of scratch that each worker needs. */
  public static long scratchBytes(Pixels x, int depth, Pixels y, int threads) {
    if (y.count() == 1) {
      return (long) PackedMatrix.padded(depth) * Float.BYTES;
    }
    int block = block(depth);
    long rows = (long) split(x, y, depth, threads).mostUnits() * Gemm.rowsOfKernel(block);
    return rows * block * Float.BYTES;
  }

  @Override
  public int parts() {
    return split.parts();
  }

  @Override
  public void run(int part, int worker) {
    long rows = scratch.of(worker);
    if (y.count() == 1) {
      normalise(0, 1, 0, depth, rows);
      gemm.multiplyRow(
          rows, split.fromPanel(part), split.toPanel(part), y.at(0), skip == null ? 0 : skip.at(0));
      return;
    }
    int from = split.fromUnit(part) * strip;
    int to = Math.min(y.count(), split.toUnit(part) * strip);
    for (int k0 = 0; k0 < depth; k0 += block) {
      int k1 = Math.min(depth, k0 + block);
      normalise(from, to, k0, k1, rows);
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

  /** Channels {@code k0} to {@code k1} of some pixels, each a row of a block's length. */
  private void normalise(int from, int to, int k0, int k1, long rows) {
    int channels = PackedMatrix.padded(k1 - k0);
    long at = rows;
    for (int p = from; p < to; p++) {
      affine.apply(x.segment(), x.at(p) + k0 * 4L, k0, scratch.segment(), at, channels);
      at += block * 4L;
    }
  }
}
