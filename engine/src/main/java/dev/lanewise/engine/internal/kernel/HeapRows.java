package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Rows of floats on the heap, which each thread has for itself and scalar kernels compute in.
 *
 * <p>C2 makes vectors of a loop by itself only where all operands are arrays that are read from
 * their start, each an array of its own: of segments, or of one array at several offsets, it cannot
 * tell that they do not overlap.
 */
final class HeapRows {
  /** The floats of a row: so many that the start and the end of a loop do not count. */
  static final int LENGTH = 256;

  /** As many as {@link ScalarMatrix} takes: 32 of B, and two each of A and C. */
  private static final int ROWS = 36;

  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final ThreadLocal<float[][]> OF_THREAD =
      ThreadLocal.withInitial(() -> new float[ROWS][LENGTH]);

  private HeapRows() {}

  /** The calling thread's, with whatever the last kernel left there. */
  static float[][] ofThread() {
    return OF_THREAD.get();
  }

  /** Reads {@code n} floats into a row. */
  static void load(MemorySegment from, long offset, float[] row, int n) {
    MemorySegment.copy(from, FLOAT, offset, row, 0, n);
  }

  /** Reads {@code n} floats into a row, from {@code index} on. */
  static void load(MemorySegment from, long offset, float[] row, int index, int n) {
    MemorySegment.copy(from, FLOAT, offset, row, index, n);
  }

  /** Writes the first {@code n} floats of a row. */
  static void store(float[] row, MemorySegment to, long offset, int n) {
    MemorySegment.copy(row, 0, to, FLOAT, offset, n);
  }

  /** Raises floats to {@code floor}, as {@link MatrixKernels} says. */
  static void floor(float floor, float[] row, int n) {
    if (floor == Float.NEGATIVE_INFINITY) {
      return;
    }
    for (int i = 0; i < n; i++) {
      row[i] = row[i] <= floor ? floor : row[i];
    }
  }

  /** sums + x. */
  static void add(float[] sums, float[] x, int n) {
    for (int i = 0; i < n; i++) {
      sums[i] += x[i];
    }
  }

  /** sums + x · w, rounded once. */
  static void fma(float[] sums, float[] x, float[] w, int n) {
    for (int i = 0; i < n; i++) {
      sums[i] = Math.fma(x[i], w[i], sums[i]);
    }
  }

  /** The greater of each pair; NaN where one of them is. */
  static void max(float[] greatest, float[] x, int n) {
    for (int i = 0; i < n; i++) {
      greatest[i] = Math.max(greatest[i], x[i]);
    }
  }

  /** x / divisor. */
  static void divide(float[] x, float divisor, int n) {
    for (int i = 0; i < n; i++) {
      x[i] /= divisor;
    }
  }
}
