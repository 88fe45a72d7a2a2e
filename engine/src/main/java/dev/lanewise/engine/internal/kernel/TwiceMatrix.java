package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;

/**
 * Up to four rows of two vectors, two steps of the depth at a time, for 16 registers: eight
 * accumulators, four vectors of B and a broadcast. The last step of an odd depth is a call of its
 * own.
 */
final class TwiceMatrix implements MatrixKernels {
  private static final int PANEL = 2 * Lanes.species().length();

  @Override
  public int rows() {
    return 4;
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
    int even = depth & ~1;
    if (even == depth) {
      First4x2Twice.run(m, a, aOff, lda, b, bOff, bias, biasOff, floor, c, cOff, ldc, depth);
    } else {
      First4x2Twice.run(
          m, a, aOff, lda, b, bOff, bias, biasOff, Float.NEGATIVE_INFINITY, c, cOff, ldc, even);
      last(m, a, aOff, lda, b, bOff, floor, c, cOff, ldc, depth);
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
    if ((depth & 1) == 0) {
      Skip4x2Twice.run(
          m, a, aOff, lda, b, bOff, bias, biasOff, skip, skipOff, lds, floor, c, cOff, ldc, depth);
    } else {
      Skip6x2.run(
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
    int even = depth & ~1;
    if (even == depth) {
      Next4x2Twice.run(m, a, aOff, lda, b, bOff, floor, c, cOff, ldc, depth);
    } else {
      Next4x2Twice.run(m, a, aOff, lda, b, bOff, Float.NEGATIVE_INFINITY, c, cOff, ldc, even);
      last(m, a, aOff, lda, b, bOff, floor, c, cOff, ldc, depth);
    }
  }

  /** The last step of an odd depth. */
  private static void last(
      int m,
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
    long done = depth - 1L;
    Next6x2.run(m, a, aOff + done * 4, lda, b, bOff + done * PANEL * 4, floor, c, cOff, ldc, 1);
  }

  @Override
  public String toString() {
    return "4×2 twice";
  }
}
