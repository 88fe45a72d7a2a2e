package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The scalar twin of the matrix kernels: one row of 16 columns, the columns innermost, so that the
 * compiler may find vectors by itself.
 */
final class ScalarMatrix implements MatrixKernels {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final int COLUMNS = 16;

  @Override
  public int rows() {
    return 1;
  }

  @Override
  public int rows(int depth) {
    return rows();
  }

  @Override
  public int rows(int depth, int columns) {
    return rows();
  }

  @Override
  public int columns() {
    return COLUMNS;
  }

  @Override
  public void first(
      int m,
      int n,
      Floats a,
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
      int depth,
      MemorySegment ahead,
      long aheadOff) {
    MemorySegment.copy(bias, biasOff, c, cOff, COLUMNS * 4L);
    next(m, n, a, aOff, lda, b, bOff, floor, c, cOff, ldc, depth, ahead, aheadOff);
  }

  @Override
  public void row(
      Floats a,
      long aOff,
      MemorySegment b,
      long bOff,
      long panel,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment c,
      long cOff,
      int depth) {
    for (int p = 0; p < ROW_PANELS; p++) {
      long column = (long) p * COLUMNS * 4;
      first(
          1,
          COLUMNS,
          a,
          aOff,
          0,
          b,
          bOff + p * panel,
          bias,
          biasOff + column,
          floor,
          c,
          cOff + column,
          0,
          depth,
          b,
          NOTHING);
    }
  }

  @Override
  public void next(
      int m,
      int n,
      Floats a,
      long aOff,
      long lda,
      MemorySegment b,
      long bOff,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      int depth,
      MemorySegment ahead,
      long aheadOff) {
    accumulate(a.segment(), aOff, b, bOff, c, cOff, depth);
    for (int j = 0; j < COLUMNS; j++) {
      float value = c.get(FLOAT, cOff + j * 4L);
      c.set(FLOAT, cOff + j * 4L, value <= floor ? floor : value);
    }
  }

  private static void accumulate(
      MemorySegment a,
      long aOff,
      MemorySegment b,
      long bOff,
      MemorySegment c,
      long cOff,
      int depth) {
    for (int k = 0; k < depth; k++) {
      float x = a.get(FLOAT, aOff + k * 4L);
      long row = bOff + (long) k * COLUMNS * 4;
      for (int j = 0; j < COLUMNS; j++) {
        long at = cOff + j * 4L;
        c.set(FLOAT, at, Math.fma(x, b.get(FLOAT, row + j * 4L), c.get(FLOAT, at)));
      }
    }
  }

  @Override
  public String toString() {
    return "1×16";
  }
}
