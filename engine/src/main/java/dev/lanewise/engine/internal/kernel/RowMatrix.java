package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;

/**
 * Up to six rows of two vectors where there are 32 registers: twelve accumulators, two vectors of B
 * and the broadcasts of a step. Up to four rows where there are 16, and then with kernels that keep
 * C2 from loading the operands of several steps at once: it would spill accumulators, at a price
 * that depends on how the stack happens to be aligned.
 *
 * <p>Where A is read from a buffer, C2 hoists the checks, of ints, out of the loop for a fraction
 * of the price of a segment's, and then unrolls the loop: by the lanes of a vector, but only four
 * times where the loop is known to be shorter than 70. Four times is fastest; sixteen times, for
 * 512 bits, spills. So deep products are read from the segment there, and the kernels that read
 * buffers never see one.
 */
final class RowMatrix implements MatrixKernels {
  private static final int PANEL = 2 * Lanes.species().length();

  private final boolean manyRegisters;
  private final int buffered;

  /**
   * The kernels for a machine.
   *
   * @param manyRegisters whether there are 32 vector registers, and not 16
   * @param buffered the greatest depth at which A is read from a buffer
   */
  RowMatrix(boolean manyRegisters, int buffered) {
    this.manyRegisters = manyRegisters;
    this.buffered = buffered;
  }

  @Override
  public int rows() {
    return manyRegisters ? 6 : 4;
  }

  @Override
  public int columns() {
    return PANEL;
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
      int depth) {
    if (n != PANEL) {
      First6x1.run(m, a.segment(), aOff, lda, b, bOff, bias, biasOff, floor, c, cOff, ldc, depth);
    } else if (!manyRegisters) {
      First4x2Stepwise.run(
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
    } else if (depth <= buffered) {
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
    } else {
      First6x2.run(m, a.segment(), aOff, lda, b, bOff, bias, biasOff, floor, c, cOff, ldc, depth);
    }
  }

  @Override
  public void firstSkip(
      int m,
      int n,
      Floats a,
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
    if (n != PANEL) {
      Skip6x1.run(
          m,
          a.segment(),
          aOff,
          lda,
          b,
          bOff,
          bias,
          biasOff,
          skip,
          skipOff,
          lds,
          floor,
          c,
          cOff,
          ldc,
          depth);
    } else if (!manyRegisters) {
      Skip4x2Stepwise.run(
          m,
          a.window(aOff),
          Floats.index(aOff),
          (int) (lda >> 2),
          b,
          bOff,
          bias,
          biasOff,
          skip,
          skipOff,
          lds,
          floor,
          c,
          cOff,
          ldc,
          depth);
    } else if (depth <= buffered) {
      Skip6x2Buffered.run(
          m,
          a.window(aOff),
          Floats.index(aOff),
          (int) (lda >> 2),
          b,
          bOff,
          bias,
          biasOff,
          skip,
          skipOff,
          lds,
          floor,
          c,
          cOff,
          ldc,
          depth);
    } else {
      Skip6x2.run(
          m,
          a.segment(),
          aOff,
          lda,
          b,
          bOff,
          bias,
          biasOff,
          skip,
          skipOff,
          lds,
          floor,
          c,
          cOff,
          ldc,
          depth);
    }
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
    Row1x8.run(a.segment(), aOff, b, bOff, panel, bias, biasOff, floor, c, cOff, depth);
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
      int depth) {
    if (n != PANEL) {
      Next6x1.run(m, a.segment(), aOff, lda, b, bOff, floor, c, cOff, ldc, depth);
    } else if (!manyRegisters) {
      Next4x2Stepwise.run(
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
    } else if (depth <= buffered) {
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
    } else {
      Next6x2.run(m, a.segment(), aOff, lda, b, bOff, floor, c, cOff, ldc, depth);
    }
  }

  @Override
  public String toString() {
    return rows() + "×2";
  }
}
