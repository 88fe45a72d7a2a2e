package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The scalar twin of the matrix kernels: plain loops over heap arrays, four steps of the depth for
 * two rows at a time, the columns innermost.
 *
 * <p>B, A and C are copied into {@link HeapRows}, of which C2 makes vectors by itself: a fifth of
 * the FMA peak at 256 columns, where loops over segments have a hundredth. C1 compiles such loops
 * well too, which it does not do with vector kernels: until C2 has compiled those, this is a
 * hundred times as fast. So a process starts with {@link #block}, whatever its vectors.
 */
public final class ScalarMatrix implements MatrixKernels {
  /** The most columns of a block. */
  public static final int COLUMNS = HeapRows.LENGTH;

  /** B's part of a block is 32 KiB, which stays in the first-level cache. */
  private static final int DEPTH = 32;

  /** So many rows share what is copied of B. */
  private static final int ROWS = 64;

  @Override
  public int rows() {
    return ROWS;
  }

  @Override
  public int rows(int depth) {
    return ROWS;
  }

  @Override
  public int rows(int depth, int columns) {
    return ROWS;
  }

  @Override
  public int atOnce(int depth) {
    return 2;
  }

  @Override
  public int columns() {
    return COLUMNS;
  }

  @Override
  public int slice() {
    return COLUMNS;
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
    start(1, m, bias, biasOff, c, cOff, ldc, 0, n);
    block(1, m, a.segment(), aOff, lda, 0, b, bOff, 0, n, n, 0, depth, floor, c, cOff, ldc, 0);
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
    for (int p = 0; p < ROW_PANELS; p++) {
      long column = (long) p * COLUMNS * 4;
      first(
          1,
          1,
          COLUMNS,
          a,
          aOff,
          0,
          b,
          bOff + p * panel,
          slice,
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
    block(1, m, a.segment(), aOff, lda, 0, b, bOff, 0, n, n, 0, depth, floor, c, cOff, ldc, 0);
  }

  /** The bias into {@code n} columns of {@code strips} strips of {@code rows} rows of C. */
  public static void start(
      int strips,
      int rows,
      MemorySegment bias,
      long biasOff,
      MemorySegment c,
      long cOff,
      long ldc,
      long cStrip,
      int n) {
    for (int strip = 0; strip < strips; strip++) {
      for (int i = 0; i < rows; i++) {
        MemorySegment.copy(bias, biasOff, c, cOff + strip * cStrip + i * ldc, n * 4L);
      }
    }
  }

  /**
   * C = floor(C + A · B) for {@code strips} strips of {@code rows} rows and any slices side by side
   * that have no more than {@link #COLUMNS} columns together.
   *
   * @param aOff where row 0 of strip 0 has its element {@code k0}
   * @param aStrip from a strip of A to the next
   * @param bOff where the first slice begins, with its row 0
   * @param slice from a slice of B to the next
   * @param width columns of a slice; the last may be narrower
   * @param n columns of all slices
   * @param k0 the first row of B
   * @param k1 one past its last
   * @param cStrip from a strip of C to the next
   */
  public static void block(
      int strips,
      int rows,
      MemorySegment a,
      long aOff,
      long lda,
      long aStrip,
      MemorySegment b,
      long bOff,
      long slice,
      int width,
      int n,
      int k0,
      int k1,
      float floor,
      MemorySegment c,
      long cOff,
      long ldc,
      long cStrip) {
    var heap = HeapRows.ofThread();
    for (int k = k0; k < k1; k += DEPTH) {
      int steps = Math.min(DEPTH, k1 - k);
      float least = k + steps == k1 ? floor : Float.NEGATIVE_INFINITY;
      for (int column = 0; column < n; column += width) {
        int columns = Math.min(width, n - column);
        long at = bOff + column / width * slice + (long) k * columns * 4;
        for (int i = 0; i < steps; i++) {
          HeapRows.load(b, at + 4L * i * columns, heap[i], column, columns);
        }
      }
      for (int strip = 0; strip < strips; strip++) {
        long from = aOff + strip * aStrip + (k - k0) * 4L;
        long to = cOff + strip * cStrip;
        for (int i = 0; i < rows; i += 2) {
          // An odd last row is computed twice.
          int second = Math.min(i + 1, rows - 1);
          twoRows(
              heap,
              a,
              from + i * lda,
              from + second * lda,
              least,
              c,
              to + i * ldc,
              to + second * ldc,
              steps,
              n);
        }
      }
    }
  }

  /** Rows 0 and up are B's. */
  private static void twoRows(
      float[][] heap,
      MemorySegment a,
      long a0,
      long a1,
      float floor,
      MemorySegment c,
      long c0,
      long c1,
      int depth,
      int n) {
    var x = heap[DEPTH];
    var y = heap[DEPTH + 1];
    var sumsX = heap[DEPTH + 2];
    var sumsY = heap[DEPTH + 3];
    HeapRows.load(a, a0, x, depth);
    HeapRows.load(a, a1, y, depth);
    HeapRows.load(c, c0, sumsX, n);
    HeapRows.load(c, c1, sumsY, n);
    int k = 0;
    for (; k <= depth - 4; k += 4) {
      fourSteps(x, y, k, heap[k], heap[k + 1], heap[k + 2], heap[k + 3], sumsX, sumsY, n);
    }
    for (; k < depth; k++) {
      step(x[k], y[k], heap[k], sumsX, sumsY, n);
    }
    HeapRows.floor(floor, sumsX, n);
    HeapRows.floor(floor, sumsY, n);
    HeapRows.store(sumsX, c, c0, n);
    HeapRows.store(sumsY, c, c1, n);
  }

  private static void fourSteps(
      float[] a0,
      float[] a1,
      int k,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float[] c0,
      float[] c1,
      int n) {
    float x0 = a0[k];
    float x1 = a0[k + 1];
    float x2 = a0[k + 2];
    float x3 = a0[k + 3];
    float y0 = a1[k];
    float y1 = a1[k + 1];
    float y2 = a1[k + 2];
    float y3 = a1[k + 3];
    for (int j = 0; j < n; j++) {
      float z0 = b0[j];
      float z1 = b1[j];
      float z2 = b2[j];
      float z3 = b3[j];
      c0[j] = Math.fma(x3, z3, Math.fma(x2, z2, Math.fma(x1, z1, Math.fma(x0, z0, c0[j]))));
      c1[j] = Math.fma(y3, z3, Math.fma(y2, z2, Math.fma(y1, z1, Math.fma(y0, z0, c1[j]))));
    }
  }

  private static void step(float x, float y, float[] b, float[] c0, float[] c1, int n) {
    for (int j = 0; j < n; j++) {
      float z = b[j];
      c0[j] = Math.fma(x, z, c0[j]);
      c1[j] = Math.fma(y, z, c1[j]);
    }
  }

  @Override
  public String toString() {
    return "2×" + COLUMNS;
  }
}
