package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;

/**
 * Up to six rows of two vectors, where there are 16 registers: twelve accumulators, two vectors of
 * B and a broadcast. Each vector of a panel is a slice of its own, so that a loop that counts bytes
 * of A finds its place in B with no instruction for it: a vector of B is as many times as long as
 * an element of A as an address can multiply by.
 */
final class SlicedMatrix implements MatrixKernels {
  private static final int LANES = Lanes.species().length();
  private static final int ROWS = 6;

  /** As often a rehearsal goes round: the JIT leaves out what it has never seen. */
  private static final int TWICE = 2;

  private final boolean rehearses;

  /** The kernels for a machine. */
  SlicedMatrix() {
    this(false);
  }

  private SlicedMatrix(boolean rehearses) {
    this.rehearses = rehearses;
  }

  @Override
  public SlicedMatrix rehearsing() {
    return new SlicedMatrix(true);
  }

  @Override
  public boolean repeats() {
    return true;
  }

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
  public int columns() {
    return 2 * LANES;
  }

  @Override
  public int slice() {
    return LANES;
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
    First6x2Sliced.run(
        m,
        rehearses ? Math.min(times, TWICE) : times,
        a.bytes(aOff),
        Floats.byteIndex(aOff),
        (int) lda,
        b,
        bOff,
        slice,
        bias,
        biasOff,
        floor,
        c,
        cOff,
        ldc,
        rehearses ? Math.min(depth, REHEARSED) : depth);
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
    Row1x8Sliced.run(
        a.bytes(aOff),
        Floats.byteIndex(aOff),
        b,
        bOff,
        panel,
        slice,
        bias,
        biasOff,
        floor,
        c,
        cOff,
        depth);
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
    Next6x2Sliced.run(
        m,
        rehearses ? Math.min(times, TWICE) : times,
        a.bytes(aOff),
        Floats.byteIndex(aOff),
        (int) lda,
        b,
        bOff,
        slice,
        floor,
        c,
        cOff,
        ldc,
        rehearses ? Math.min(depth, REHEARSED) : depth);
  }

  @Override
  public String toString() {
    return ROWS + "×2";
  }
}
