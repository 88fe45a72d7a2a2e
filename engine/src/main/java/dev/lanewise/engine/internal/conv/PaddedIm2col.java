package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.gemm.Gemm;
import dev.lanewise.engine.internal.gemm.PackedMatrix;
import dev.lanewise.engine.internal.kernel.Epilogue;
import dev.lanewise.engine.internal.kernel.KernelSet;
import org.jspecify.annotations.Nullable;

/**
 * im2col for few channels, as the first layer of a network has: the taps of one kernel row are a
 * short run of floats, 21 for 7×7 over three channels. A part copies its input rows with their
 * padding, and a single kernel call then writes all runs of an output row, whole vectors at a time:
 * what a run writes too much, the next one overwrites.
 *
 * <pre>
 *   padded input rows        a row of A, written from left to right
 *   kh = 0   …└──21──┘…      │ kh = 0 │ kh = 1 │ kh = 2 │ …
 *   kh = 1   …└──21──┘…      └──21──┘……         a vector's surplus
 * </pre>
 *
 * For windows without gaps between columns; see {@link #suits}. A batch norm in front, which is how
 * a network normalises its pictures, is applied to the copied rows.
 */
public final class PaddedIm2col extends PictureRows {
  /** More floats in a run are better read in place. */
  private static final int LONGEST_RUN = 64;

  /** What the last run may write or read too much, and the alignment of the rows. */
  private static final int VECTOR = 64;

  private final Pixels x;
  private final Taps taps;
  private final @Nullable Pixels skip;
  private final Scratch scratch;
  private final PaddedRows padded;
  private final Gemm gemm;
  private final int depth;
  private final int block;
  private final long paddedBytes;

  /**
   * y = epilogue(affine(x) ∗ weights + bias ⊕ skip).
   *
   * @param affine for pixels side by side, or null where x is read as it is
   */
  public PaddedIm2col(
      Pixels x,
      @Nullable ChannelAffine affine,
      Taps taps,
      PackedMatrix weights,
      @Nullable Pixels skip,
      Epilogue epilogue,
      Pixels y,
      Scratch scratch,
      int threads) {
    super(x, taps, y, y.width(), threads);
    this.x = x;
    this.taps = taps;
    this.skip = skip;
    this.scratch = scratch;
    padded = new PaddedRows(x, taps, affine);
    depth = weights.depth();
    block = Gemm.blockDepth(depth, x.channels());
    paddedBytes = paddedBytes(padded, x, taps, y, threads);
    gemm =
        new Gemm(
            new Gemm.Operand(scratch.segment(), depth * 4L, 0),
            weights,
            skip == null ? null : skip.operand(),
            epilogue,
            y.operand());
  }

  /**
   * Whether the window's columns have no gaps, a run is short, and the padding to be copied, and
   * the rows between windows, are no more than windows.
   */
  public static boolean suits(Taps taps, int channels) {
    return taps.dilationW() == 1
        && taps.kernelW() * channels < LONGEST_RUN
        && PaddedRows.suits(taps);
  }

  /** The bytes of the padded rows of a part, and of what a run may read beyond them. */
  private static long paddedBytes(PaddedRows padded, Pixels x, Taps taps, Pixels y, int threads) {
    long bytes =
        padded.under(mostRows(x, taps, y, y.width(), threads)) * padded.rowBytes() + VECTOR;
    return Math.ceilDiv(bytes, VECTOR) * VECTOR;
  }

  /** The bytes of scratch that each worker needs. */
  public static long scratchBytes(Taps taps, Pixels x, Pixels y, int threads) {
    long row = (long) taps.count() * x.channels() * Float.BYTES;
    return paddedBytes(new PaddedRows(x, taps), x, taps, y, threads)
        + (long) mostRows(x, taps, y, y.width(), threads) * y.width() * row
        + VECTOR;
  }

  @Override
  void rows(int n, int oh, int count, int part, int worker) {
    long source = scratch.of(worker);
    long rows = source + paddedBytes;
    padded.copy(n, taps.firstRow(oh), padded.under(count), scratch.segment(), source);
    for (int i = 0; i < count; i++) {
      KernelSet.channels()
          .gather(
              scratch.segment(),
              source + (long) i * taps.strideH() * padded.rowBytes(),
              taps.strideW() * padded.pixelBytes(),
              taps.dilationH() * padded.rowBytes(),
              taps.kernelH(),
              taps.kernelW() * x.channels(),
              scratch.segment(),
              rows + (long) i * y.width() * depth * 4,
              y.width());
    }
    for (int k = 0; k < depth; k += block) {
      gemm.multiply(
          rows + k * 4L,
          1,
          count * y.width(),
          split.fromPanel(part),
          split.toPanel(part),
          k,
          Math.min(depth, k + block),
          y.at(n, oh, 0),
          skip == null ? 0 : skip.at(n, oh, 0));
    }
  }
}
