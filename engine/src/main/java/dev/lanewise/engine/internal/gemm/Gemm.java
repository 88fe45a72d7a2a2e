package dev.lanewise.engine.internal.gemm;

import dev.lanewise.engine.internal.kernel.Epilogue;
import dev.lanewise.engine.internal.kernel.Floats;
import dev.lanewise.engine.internal.kernel.KernelSet;
import dev.lanewise.engine.internal.kernel.MatrixKernels;
import dev.lanewise.engine.internal.kernel.ScalarMatrix;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * C = epilogue(bias + A · B ⊕ skip) for blocks of rows, ranges of panels and blocks of the depth.
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
  private static final MatrixKernels KERNELS = KernelSet.chosen().matrix();
  private static final int PANEL = KERNELS.columns();

  /** 32 KiB of a panel: most of a first-level cache, and calls long enough. */
  static final int BLOCK_DEPTH = 8192 / PANEL;

  private final Operand a;
  private final Floats floats;
  private final PackedMatrix weights;
  private final @Nullable Operand skip;
  private final Epilogue epilogue;
  private final float floor;
  private final Operand c;
  private final ReadAhead readAhead;

  /**
   * A product.
   *
   * @param skip what is added before the epilogue, or null
   */
  public Gemm(
      Operand a, PackedMatrix weights, @Nullable Operand skip, Epilogue epilogue, Operand c) {
    this(a, weights, skip, epilogue, c, ReadAhead.of(weights));
  }

  /** The same with what is read ahead. */
  Gemm(
      Operand a,
      PackedMatrix weights,
      @Nullable Operand skip,
      Epilogue epilogue,
      Operand c,
      ReadAhead readAhead) {
    this.a = a;
    floats = Floats.of(a.segment());
    this.weights = weights;
    this.skip = skip;
    this.epilogue = epilogue;
    floor = epilogue.floor();
    this.c = c;
    this.readAhead = readAhead;
  }

  /** Products C = A · B with each of some weights, which the caller computes in this order. */
  public static Gemm[] series(Operand a, List<PackedMatrix> weights, Operand c) {
    long bytes = weights.stream().mapToLong(b -> b.data().byteSize()).sum();
    var products = new Gemm[weights.size()];
    for (int i = 0; i < products.length; i++) {
      var then = i + 1 < products.length ? weights.get(i + 1) : null;
      var readAhead = new ReadAhead(weights.get(i), then, ReadAhead.pays(bytes));
      products[i] = new Gemm(a, weights.get(i), null, Epilogue.NONE, c, readAhead);
    }
    return products;
  }

  /**
   * Rows in memory, in strips of as many rows as a call says.
   *
   * @param row bytes from a row to the next
   * @param strip bytes from a strip to the next
   */
  public record Operand(MemorySegment segment, long row, long strip) {}

  /** The right side. */
  public PackedMatrix weights() {
    return weights;
  }

  /** The rows of a micro-kernel for blocks of so great a depth. */
  public static int rowsOfKernel(int depth) {
    return KERNELS.rows(depth);
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
      int taps = depth / channels;
      return Math.ceilDiv(taps, Math.ceilDiv(depth, BLOCK_DEPTH / channels * channels)) * channels;
    }
    int pieces = Math.ceilDiv(channels, BLOCK_DEPTH);
    return channels % pieces == 0 ? channels / pieces : BLOCK_DEPTH;
  }

  /**
   * The height of the next micro-kernel, {@code most} at most, where {@code left} rows are left:
   * all about equal, since a kernel of few rows waits for the chains of its few accumulators.
   */
  static int height(int left, int most) {
    return Math.ceilDiv(left, Math.ceilDiv(left, most));
  }

  /**
   * How many kernels of this height, the next ones, are one call: as many as there are, but of rows
   * that a call can span.
   *
   * @param row bytes from a row of A to the next
   */
  static int times(int left, int height, int most, long row, int depth) {
    // Of the kernels for all that is left, some are a row lower, and come last.
    int kernels = Math.ceilDiv(left, most);
    int equal = kernels - (height * kernels - left);
    long fit = (Floats.SPAN - depth * 4L) / Math.max(1, height * row);
    return KERNELS.repeats() && height > 1 ? Math.clamp(fit, 1, equal) : 1;
  }

  /**
   * Whether strips of {@code rows} rows can be cut into kernels of nearly the full height for
   * blocks of so great a depth.
   */
  public static boolean isCutWell(int rows, int depth) {
    int most = KERNELS.atOnce(depth);
    return rows * 10L >= Math.ceilDiv(rows, most) * 9L * most;
  }

  /**
   * One block: {@code strips} strips of {@code rows} rows of C, panels {@code fromPanel} to {@code
   * toPanel}, depth {@code k0} to {@code k1}.
   *
   * @param aOff where row 0 of strip 0 has its element {@code k0}
   * @param cOff where row 0 of strip 0 of C has column 0
   * @param skipOff where row 0 of strip 0 of the skip has column 0
   */
  public void multiply(
      long aOff,
      int strips,
      int rows,
      int fromPanel,
      int toPanel,
      int k0,
      int k1,
      long cOff,
      long skipOff) {
    boolean last = k1 == weights.depth();
    float least = last && skip == null ? floor : Float.NEGATIVE_INFINITY;
    if (KernelSet.isWarm()) {
      panels(aOff, strips, rows, fromPanel, toPanel, k0, k1, least, cOff);
    } else {
      blocks(aOff, strips, rows, fromPanel, toPanel, k0, k1, least, cOff);
    }
    if (skip != null && last) {
      addSkip(strips, rows, fromPanel, toPanel, cOff, skip, skipOff);
    }
    if (last) {
      finish(strips, rows, fromPanel, toPanel, cOff);
    }
  }

  private void panels(
      long aOff,
      int strips,
      int rows,
      int fromPanel,
      int toPanel,
      int k0,
      int k1,
      float least,
      long cOff) {
    for (int panel = fromPanel; panel < toPanel; panel++) {
      int calls = Math.ceilDiv(rows, KERNELS.rows(k1 - k0, weights.width(panel)));
      long start = readAhead.start(panel, fromPanel, toPanel, k0, k1);
      var source = readAhead.source(panel, toPanel, k1);
      int call = Math.min(0, ReadAhead.CALLS - strips * calls);
      for (int strip = 0; strip < strips; strip++) {
        long from = aOff + strip * a.strip();
        long to = cOff + strip * c.strip();
        if (k0 > 0) {
          next(from, rows, panel, k0, k1, least, to, source, start, call);
        } else {
          first(from, rows, panel, k1, least, to, source, start, call);
        }
        call += calls;
      }
    }
  }

  /** The same by scalar kernels, several panels at a time: until the others are compiled. */
  private void blocks(
      long aOff,
      int strips,
      int rows,
      int fromPanel,
      int toPanel,
      int k0,
      int k1,
      float least,
      long cOff) {
    int most = ScalarMatrix.COLUMNS / PANEL;
    for (int panel = fromPanel; panel < toPanel; panel += most) {
      int end = Math.min(toPanel, panel + most);
      int columns = Math.min(end * PANEL, weights.columns()) - panel * PANEL;
      long column = (long) panel * PANEL * 4;
      if (k0 == 0) {
        ScalarMatrix.start(
            strips,
            rows,
            weights.bias(),
            column,
            c.segment(),
            cOff + column,
            c.row(),
            c.strip(),
            columns);
      }
      ScalarMatrix.block(
          strips,
          rows,
          a.segment(),
          aOff,
          a.row(),
          a.strip(),
          weights.data(),
          weights.offset(panel, 0),
          weights.sliceBytes(),
          KERNELS.slice(),
          columns,
          k0,
          k1,
          least,
          c.segment(),
          cOff + column,
          c.row(),
          c.strip());
    }
  }

  /**
   * The whole of a row of C, panels {@code fromPanel} to {@code toPanel}. The weights are read
   * once, several panels at a time, and nothing of them stays in a cache: that is as fast as memory
   * is.
   *
   * @param aOff where the row of A starts
   * @param cOff where the row of C starts
   * @param skipOff where the row of the skip starts
   */
  public void multiplyRow(long aOff, int fromPanel, int toPanel, long cOff, long skipOff) {
    int depth = weights.depth();
    float least = skip == null ? floor : Float.NEGATIVE_INFINITY;
    if (KernelSet.isWarm()) {
      rowOfPanels(aOff, fromPanel, toPanel, least, cOff);
    } else {
      blocks(aOff, 1, 1, fromPanel, toPanel, 0, depth, least, cOff);
    }
    if (skip != null) {
      addSkip(1, 1, fromPanel, toPanel, cOff, skip, skipOff);
    }
    finish(1, 1, fromPanel, toPanel, cOff);
  }

  private void rowOfPanels(long aOff, int fromPanel, int toPanel, float least, long cOff) {
    int depth = weights.depth();
    int panel = fromPanel;
    int full = Math.min(toPanel, weights.columns() / PANEL);
    for (; panel + MatrixKernels.ROW_PANELS <= full; panel += MatrixKernels.ROW_PANELS) {
      long column = (long) panel * PANEL * 4;
      KernelSet.products()
          .row(
              floats,
              aOff,
              weights.data(),
              weights.offset(panel, 0),
              weights.offset(1, 0),
              weights.sliceBytes(),
              weights.bias(),
              column,
              least,
              c.segment(),
              cOff + column,
              depth);
    }
    for (; panel < toPanel; panel++) {
      first(aOff, 1, panel, depth, least, cOff, weights.data(), MatrixKernels.NOTHING, 0);
    }
  }

  private void first(
      long aOff,
      int rows,
      int panel,
      int depth,
      float least,
      long cOff,
      MemorySegment ahead,
      long start,
      int call) {
    int width = weights.width(panel);
    long column = (long) panel * PANEL * 4;
    int most = KERNELS.rows(depth, width);
    int m;
    int times;
    for (int i = 0; i < rows; i += m * times) {
      m = height(rows - i, most);
      times = times(rows - i, m, most, a.row(), depth);
      KernelSet.products()
          .first(
              m,
              times,
              width,
              floats,
              aOff + i * a.row(),
              a.row(),
              weights.data(),
              weights.offset(panel, 0),
              weights.sliceBytes(),
              weights.bias(),
              column,
              least,
              c.segment(),
              cOff + i * c.row() + column,
              c.row(),
              depth,
              ahead,
              ReadAhead.slice(start, call++, depth));
    }
  }

  private void next(
      long aOff,
      int rows,
      int panel,
      int k0,
      int k1,
      float least,
      long cOff,
      MemorySegment ahead,
      long start,
      int call) {
    int width = weights.width(panel);
    long column = (long) panel * PANEL * 4;
    int most = KERNELS.rows(k1 - k0, width);
    int m;
    int times;
    for (int i = 0; i < rows; i += m * times) {
      m = height(rows - i, most);
      times = times(rows - i, m, most, a.row(), k1 - k0);
      KernelSet.products()
          .next(
              m,
              times,
              width,
              floats,
              aOff + i * a.row(),
              a.row(),
              weights.data(),
              weights.offset(panel, k0),
              weights.sliceBytes(),
              least,
              c.segment(),
              cOff + i * c.row() + column,
              c.row(),
              k1 - k0,
              ahead,
              ReadAhead.slice(start, call++, k1 - k0));
    }
  }

  /** What of the epilogue no kernel has done: C is still in the cache. */
  private void finish(int strips, int rows, int fromPanel, int toPanel, long cOff) {
    int columns = Math.min(toPanel * PANEL, weights.columns()) - fromPanel * PANEL;
    long at = cOff + (long) fromPanel * PANEL * 4;
    for (int strip = 0; strip < strips; strip++) {
      epilogue.apply(c.segment(), at + strip * c.strip(), rows, c.row(), columns);
    }
  }

  /** The skip, and the floor that comes after it: C is still in the cache. */
  private void addSkip(
      int strips, int rows, int fromPanel, int toPanel, long cOff, Operand skip, long skipOff) {
    int columns = Math.min(toPanel * PANEL, weights.columns()) - fromPanel * PANEL;
    long at = (long) fromPanel * PANEL * 4;
    for (int strip = 0; strip < strips; strip++) {
      for (int i = 0; i < rows; i++) {
        long y = cOff + strip * c.strip() + i * c.row() + at;
        long s = skipOff + strip * skip.strip() + i * skip.row() + at;
        KernelSet.channels().add(c.segment(), y, skip.segment(), s, floor, c.segment(), y, columns);
      }
    }
  }
}
