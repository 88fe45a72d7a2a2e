package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;

/**
 * Up to six rows of two vectors: twelve accumulators, two vectors of B and a broadcast, for 32
 * registers. With at most four rows also for 16 registers of 128 bits.
 */
final class RowMatrix implements MatrixKernels {
  private static final int PANEL = 2 * Lanes.species().length();

  private final int rows;

  RowMatrix(int rows) {
    this.rows = rows;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return PANEL;
  }

  @Override
  public void first(
      int m,
      int n,
      MemorySegment a,
      long aOff,
      long lda,
      MemorySegment b,
      long bOff,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth) {
    if (n == PANEL) {
      First6x2.run(m, a, aOff, lda, b, bOff, bias, biasOff, floor, c, cOff, ldc, depth);
    } else {
      First6x1.run(m, a, aOff, lda, b, bOff, bias, biasOff, floor, c, cOff, ldc, depth);
    }
  }

  @Override
  public void firstSkip(
      int m,
      int n,
      MemorySegment a,
      long aOff,
      long lda,
      MemorySegment b,
      long bOff,
      MemorySegment bias,
      long biasOff,
      MemorySegment skip,
      long skipOff,
      long lds,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth) {
    if (n == PANEL) {
      Skip6x2.run(
          m, a, aOff, lda, b, bOff, bias, biasOff, skip, skipOff, lds, floor, c, cOff, ldc, depth);
    } else {
      Skip6x1.run(
          m, a, aOff, lda, b, bOff, bias, biasOff, skip, skipOff, lds, floor, c, cOff, ldc, depth);
    }
  }

  @Override
  public void next(
      int m,
      int n,
      MemorySegment a,
      long aOff,
      long lda,
      MemorySegment b,
      long bOff,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth) {
    if (n == PANEL) {
      Next6x2.run(m, a, aOff, lda, b, bOff, floor, c, cOff, ldc, depth);
    } else {
      Next6x1.run(m, a, aOff, lda, b, bOff, floor, c, cOff, ldc, depth);
    }
  }

  @Override
  public String toString() {
    return rows + "×2";
  }
}
