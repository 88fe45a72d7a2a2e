package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The micro-kernels of C = floor(bias + A · B) for a few rows of C and one panel of columns.
 *
 * <pre>
 *        depth →            columns →             columns →
 *     ┌──────────┐  lda   ┌──────────┐          ┌──────────┐  ldc
 *   A │ row 0    │      B │ k = 0    │        C │ row 0    │
 *     │ row 1    │        │ k = 1    │          │ row 1    │
 *     └──────────┘        └──────────┘          └──────────┘
 *   read where it lies    packed, one panel     written, or read and written
 * </pre>
 *
 * <p>Every element of C is one accumulator: {@code acc = fma(A[row][k], B[k][column], acc)} for k
 * ascending, whatever the kernel. The deeper product is cut into calls: {@link #first} starts from
 * the bias, {@link #next} from what C holds, and a float that was stored and loaded is the same
 * float.
 *
 * <p>{@code floor(y) = y ≤ floor ? floor : y}: ReLU with floor = +0, nothing with −∞; NaN passes.
 *
 * <p>Offsets and strides are in bytes. Row strides may be of any multiple of 4; nothing is aligned.
 */
public sealed interface MatrixKernels permits RowMatrix, SlicedMatrix, ScalarMatrix {
  /** The most rows of one call. */
  int rows();

  /**
   * The most rows of a call of so great a depth that is as fast as any; at most {@link #rows()}.
   */
  int rows(int depth);

  /** The same over a panel of so many columns, {@link #columns()} or 16. */
  int rows(int depth, int columns);

  /** The rows that a call of so great a depth computes at a time. */
  default int atOnce(int depth) {
    return rows(depth);
  }

  /** Whether a call may be of more than one time so many rows. */
  default boolean repeats() {
    return false;
  }

  /** The columns of a full panel; the last panel of a matrix may have 16. */
  int columns();

  /**
   * The columns of a slice. A panel of B is one slice, or two, one after the other:
   *
   * <pre>
   *   [depth][slice]      [depth][slice]
   * </pre>
   */
  int slice();

  /** The steps of the depth that {@link #rehearsing} kernels do. */
  int REHEARSED = 16;

  /**
   * The same methods, for the JIT to compile and not for their results: they may do {@link
   * #REHEARSED} steps of the depth and leave the others out, so that their calls are many before
   * their loops are long: C2 compiles a loop alone, and not the method, once it has gone round
   * 40,000 times in less than 600 calls.
   */
  default MatrixKernels rehearsing() {
    return this;
  }

  /** How many bytes of what comes next a call reads ahead for each step of its depth. */
  int AHEAD = 16;

  /** Whether it pays to tell a call what comes next from memory. */
  default boolean readsAhead() {
    return false;
  }

  /** No hint about what comes next. */
  long NOTHING = -1;

  /**
   * C = floor(bias + A · B).
   *
   * @param m rows at a time, 1 to {@link #rows()}, or to {@link #rows(int, int)} over a panel of 16
   * @param times how many times so many rows, each below those before; 1 unless {@link #repeats}
   *     and there are two rows or more
   * @param n columns of the panel, {@link #columns()} or 16
   * @param slice from a slice of the panel to the next
   * @param ahead what the caller reads after this call, from memory
   * @param aheadOff where in it {@code depth · AHEAD} bytes may be read already, or {@link
   *     #NOTHING}; a hint
   */
  void first(
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
      long aheadOff);

  /** The full panels of a call of {@link #row}. */
  int ROW_PANELS = 4;

  /**
   * One row of C = floor(bias + A · B) over {@link #ROW_PANELS} full panels side by side, which
   * wait for memory and not for each other's sums.
   *
   * @param panel from a panel of B to the next
   * @param slice from a slice of a panel to the next
   */
  void row(
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
      int depth);

  /** C = floor(C + A · B), with a hint as {@link #first} takes one. */
  void next(
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
      long aheadOff);
}
