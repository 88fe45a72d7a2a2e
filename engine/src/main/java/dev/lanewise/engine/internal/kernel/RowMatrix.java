package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;

/**
 * Up to seven rows of two vectors, where there are 32 registers: fourteen accumulators, two vectors
 * of B and the broadcasts of a step. A panel is one slice. How A is read decides what C2 makes of
 * the loop:
 *
 * <ul>
 *   <li>From a buffer, it hoists the checks, of ints, out of the loop for a fraction of the price
 *       of a segment's, and then unrolls the loop: by the lanes of a vector, but only four times
 *       where the loop is known to be shorter than 70. Four times is fastest; sixteen times, for
 *       512 bits, spills.
 *   <li>From a segment, the loop of six or seven rows is too large to be unrolled. That of fewer is
 *       not, and spills.
 *   <li>Stepwise from a buffer, with a test in each step, it unrolls the loop no more than twice,
 *       and does not mix the operands of several steps: for few rows.
 * </ul>
 *
 * A last panel of 16 columns, one vector of 512 bits, has up to nine rows, read from a buffer.
 *
 * <p>Six and seven rows read ahead where the processor then fetches the rest by itself: a product
 * of few rows would wait for each panel of B, and compute nothing meanwhile.
 *
 * <p>A spill may cost half the speed or nothing, as the stack happens to be aligned.
 */
final class RowMatrix implements MatrixKernels {
  private static final int PANEL = 2 * Lanes.species().length();

  /** With one vector a row there are registers, and chains to be kept busy, for more rows. */
  private static final int NARROW_ROWS = 9;

  private final int rows;
  private final int buffered;
  private final boolean readsAhead;
  private final int steps;

  /**
   * The kernels for a machine.
   *
   * @param rows the most rows, at most 7
   * @param buffered the greatest depth at which a plain buffer is best
   * @param readsAhead whether it pays to read ahead
   */
  RowMatrix(int rows, int buffered, boolean readsAhead) {
    this(rows, buffered, readsAhead, Integer.MAX_VALUE);
  }

  private RowMatrix(int rows, int buffered, boolean readsAhead, int steps) {
    this.rows = rows;
    this.buffered = buffered;
    this.readsAhead = readsAhead;
    this.steps = steps;
  }

  /** Those of many rows leave steps out. */
  @Override
  public RowMatrix rehearsing() {
    return new RowMatrix(rows, buffered, readsAhead, REHEARSED);
  }

  @Override
  public boolean readsAhead() {
    return readsAhead;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int rows(int depth) {
    return depth <= buffered ? Math.min(rows, 6) : rows;
  }

  @Override
  public int rows(int depth, int columns) {
    return columns == PANEL ? rows(depth) : NARROW_ROWS;
  }

  @Override
  public int columns() {
    return PANEL;
  }

  @Override
  public int slice() {
    return PANEL;
  }

  @Override
  public void first(
      int m,
      int times,
      int n,
      Floats a,
      long aOff,
      long lda,
      MemorySegment b,
      long bOff,
      long slice,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth,
      MemorySegment ahead,
      long aheadOff) {
    if (n != PANEL) {
      First9x1Buffered.run(
          m,
          a.window(aOff),
          Floats.index(aOff),
          (int) (lda >> 2),
          b,
          bOff,
          bias,
          biasOff,
          floor,
          c,
          cOff,
          ldc,
          depth);
    } else if (m >= 3 && m <= 6 && depth <= buffered) {
      First6x2Buffered.run(
          m,
          a.window(aOff),
          Floats.index(aOff),
          (int) (lda >> 2),
          b,
          bOff,
          bias,
          biasOff,
          floor,
          c,
          cOff,
          ldc,
          depth);
    } else if (m <= 5) {
      First5x2Stepwise.run(
          m,
          a.window(aOff),
          Floats.index(aOff),
          (int) (lda >> 2),
          b,
          bOff,
          bias,
          biasOff,
          floor,
          c,
          cOff,
          ldc,
          depth);
    } else if (aheadOff != NOTHING) {
      First7x2Ahead.run(
          m,
          ahead,
          aheadOff,
          a.segment(),
          aOff,
          lda,
          b,
          bOff,
          bias,
          biasOff,
          floor,
          c,
          cOff,
          ldc,
          Math.min(depth, steps));
    } else {
      First7x2.run(
          m,
          a.segment(),
          aOff,
          lda,
          b,
          bOff,
          bias,
          biasOff,
          floor,
          c,
          cOff,
          ldc,
          Math.min(depth, steps));
    }
  }

  @Override
  public void row(
      Floats a,
      long aOff,
      MemorySegment b,
      long bOff,
      long panel,
      long slice,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment c,
      long cOff,
      int depth) {
    Row1x8.run(a.segment(), aOff, b, bOff, panel, bias, biasOff, floor, c, cOff, depth);
  }

  @Override
  public void next(
      int m,
      int times,
      int n,
      Floats a,
      long aOff,
      long lda,
      MemorySegment b,
      long bOff,
      long slice,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth,
      MemorySegment ahead,
      long aheadOff) {
    if (n != PANEL) {
      Next9x1Buffered.run(
          m,
          a.window(aOff),
          Floats.index(aOff),
          (int) (lda >> 2),
          b,
          bOff,
          floor,
          c,
          cOff,
          ldc,
          depth);
    } else if (m >= 3 && m <= 6 && depth <= buffered) {
      Next6x2Buffered.run(
          m,
          a.window(aOff),
          Floats.index(aOff),
          (int) (lda >> 2),
          b,
          bOff,
          floor,
          c,
          cOff,
          ldc,
          depth);
    } else if (m <= 5) {
      Next5x2Stepwise.run(
          m,
          a.window(aOff),
          Floats.index(aOff),
          (int) (lda >> 2),
          b,
          bOff,
          floor,
          c,
          cOff,
          ldc,
          depth);
    } else if (aheadOff != NOTHING) {
      Next7x2Ahead.run(
          m,
          ahead,
          aheadOff,
          a.segment(),
          aOff,
          lda,
          b,
          bOff,
          floor,
          c,
          cOff,
          ldc,
          Math.min(depth, steps));
    } else {
      Next7x2.run(m, a.segment(), aOff, lda, b, bOff, floor, c, cOff, ldc, Math.min(depth, steps));
    }
  }

  @Override
  public String toString() {
    return rows + "×2";
  }
}
