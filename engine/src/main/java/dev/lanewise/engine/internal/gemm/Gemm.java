package dev.lanewise.engine.internal.gemm;

import dev.lanewise.engine.internal.kernel.ChannelKernels;
import dev.lanewise.engine.internal.kernel.KernelSet;
import dev.lanewise.engine.internal.kernel.MatrixKernels;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * C = floor(bias + A · B ⊕ skip) for blocks of rows, ranges of panels and blocks of the depth.
 *
 * <pre>
 * for each block of the depth (the caller's loop; a panel's part of it stays in L1)
 *   for each panel of B
 *     for each MR rows of A (the block of rows stays in L2)
 *       micro-kernel
 * </pre>
 *
 * The blocks of the depth must come in ascending order: that is the order of arithmetic. Which rows
 * and panels are computed together changes no bit.
 *
 * <p>Immutable; threads may share it if they write different parts of C.
 */
public final class Gemm {
  private static final KernelSet SET = KernelSet.chosen();
  private static final MatrixKernels KERNELS = SET.matrix();
  private static final ChannelKernels CHANNELS = SET.channels();
  private static final int MR = KERNELS.rows();
  private static final int PANEL = KERNELS.columns();

  /** 32 KiB of a panel of 32 columns: most of a first-level cache, and calls long enough. */
  private static final int BLOCK_DEPTH = 256;

  private final PackedMatrix weights;
  private final float floor;
  private final MemorySegment c;
  private final long ldc;
  private final @Nullable MemorySegment skip;
  private final long lds;

  /**
   * A product.
   *
   * @param floor +0 for ReLU, −∞ for none
   * @param c where C lies, its rows {@code ldc} bytes apart
   * @param skip what is added before the floor, its rows {@code lds} bytes apart, or null
   */
  public Gemm(
      PackedMatrix weights,
      float floor,
      MemorySegment c,
      long ldc,
      @Nullable MemorySegment skip,
      long lds) {
    this.weights = weights;
    this.floor = floor;
    this.c = c;
    this.ldc = ldc;
    this.skip = skip;
    this.lds = lds;
  }

  /** The right side. */
  public PackedMatrix weights() {
    return weights;
  }

  /** The rows of a micro-kernel. */
  public static int rowsOfKernel() {
    return MR;
  }

  /**
   * The extent of the blocks of a depth: whole taps of {@code channels} where they fit, and blocks
   * of about equal size where a tap is longer.
   */
  public static int blockDepth(int depth, int channels) {
    if (depth <= BLOCK_DEPTH) {
      return depth;
    }
    if (channels <= BLOCK_DEPTH) {
      return BLOCK_DEPTH / channels * channels;
    }
    int pieces = Math.ceilDiv(channels, BLOCK_DEPTH);
    return channels % pieces == 0 ? channels / pieces : BLOCK_DEPTH;
  }

  /**
   * One block: {@code rows} rows of C, panels {@code fromPanel} to {@code toPanel}, depth {@code
   * k0} to {@code k1}.
   *
   * @param aOff where row 0 of the block has its element {@code k0}
   * @param lda bytes between rows of A
   * @param cOff where row 0 of C has column 0
   * @param skipOff where row 0 of the skip has column 0
   */
  public void multiply(
      MemorySegment a,
      long aOff,
      long lda,
      int rows,
      int fromPanel,
      int toPanel,
      int k0,
      int k1,
      long cOff,
      long skipOff) {
    boolean last = k1 == weights.depth();
    if (k0 == 0 && last && skip != null) {
      firstSkip(a, aOff, lda, rows, fromPanel, toPanel, k1, cOff, skip, skipOff);
      return;
    }
    float least = last && skip == null ? floor : Float.NEGATIVE_INFINITY;
    if (k0 == 0) {
      first(a, aOff, lda, rows, fromPanel, toPanel, k1, least, cOff);
    } else {
      next(a, aOff, lda, rows, fromPanel, toPanel, k0, k1, least, cOff);
    }
    if (last && skip != null) {
      int columns = Math.min(toPanel * PANEL, weights.columns()) - fromPanel * PANEL;
      long at = (long) fromPanel * PANEL * 4;
      for (int i = 0; i < rows; i++) {
        long y = cOff + i * ldc + at;
        CHANNELS.add(c, y, skip, skipOff + i * lds + at, floor, c, y, columns);
      }
    }
  }

  private void first(
      MemorySegment a,
      long aOff,
      long lda,
      int rows,
      int fromPanel,
      int toPanel,
      int depth,
      float least,
      long cOff) {
    for (int panel = fromPanel; panel < toPanel; panel++) {
      int width = weights.width(panel);
      long bOff = weights.offset(panel, 0);
      long column = (long) panel * PANEL * 4;
      for (int i = 0; i < rows; i += MR) {
        KERNELS.first(
            Math.min(MR, rows - i),
            width,
            a,
            aOff + i * lda,
            lda,
            weights.data(),
            bOff,
            weights.bias(),
            column,
            least,
            c,
            cOff + i * ldc + column,
            ldc,
            depth);
      }
    }
  }

  private void firstSkip(
      MemorySegment a,
      long aOff,
      long lda,
      int rows,
      int fromPanel,
      int toPanel,
      int depth,
      long cOff,
      MemorySegment skip,
      long skipOff) {
    for (int panel = fromPanel; panel < toPanel; panel++) {
      int width = weights.width(panel);
      long bOff = weights.offset(panel, 0);
      long column = (long) panel * PANEL * 4;
      for (int i = 0; i < rows; i += MR) {
        KERNELS.firstSkip(
            Math.min(MR, rows - i),
            width,
            a,
            aOff + i * lda,
            lda,
            weights.data(),
            bOff,
            weights.bias(),
            column,
            skip,
            skipOff + i * lds + column,
            lds,
            floor,
            c,
            cOff + i * ldc + column,
            ldc,
            depth);
      }
    }
  }

  private void next(
      MemorySegment a,
      long aOff,
      long lda,
      int rows,
      int fromPanel,
      int toPanel,
      int k0,
      int k1,
      float least,
      long cOff) {
    for (int panel = fromPanel; panel < toPanel; panel++) {
      int width = weights.width(panel);
      long bOff = weights.offset(panel, k0);
      long column = (long) panel * PANEL * 4;
      for (int i = 0; i < rows; i += MR) {
        KERNELS.next(
            Math.min(MR, rows - i),
            width,
            a,
            aOff + i * lda,
            lda,
            weights.data(),
            bOff,
            least,
            c,
            cOff + i * ldc + column,
            ldc,
            k1 - k0);
      }
    }
  }
}
