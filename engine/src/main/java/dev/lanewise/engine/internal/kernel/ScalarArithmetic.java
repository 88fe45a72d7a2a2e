package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;

/** The same without vectors: the twin, and what is left behind the last whole vector. */
final class ScalarArithmetic implements ArithmeticKernels {
  @Override
  public void apply(
      Function function,
      MemorySegment a,
      long aOff,
      MemorySegment b,
      long bOff,
      MemorySegment y,
      long yOff,
      int floats) {
    var heap = HeapRows.ofThread();
    for (int i = 0; i < floats; i += HeapRows.LENGTH) {
      int n = Math.min(HeapRows.LENGTH, floats - i);
      HeapRows.load(a, aOff + i * 4L, heap[0], n);
      HeapRows.load(b, bOff + i * 4L, heap[1], n);
      apply(function, heap[0], heap[1], n);
      HeapRows.store(heap[0], y, yOff + i * 4L, n);
    }
  }

  /** a = f(a, b). */
  private static void apply(Function function, float[] a, float[] b, int n) {
    switch (function) {
      case ADD -> HeapRows.add(a, b, n);
      case SUBTRACT -> {
        for (int i = 0; i < n; i++) {
          a[i] -= b[i];
        }
      }
      case MULTIPLY -> {
        for (int i = 0; i < n; i++) {
          a[i] *= b[i];
        }
      }
      case DIVIDE -> {
        for (int i = 0; i < n; i++) {
          a[i] /= b[i];
        }
      }
      case PRELU -> {
        for (int i = 0; i < n; i++) {
          a[i] = a[i] >= 0 ? a[i] : a[i] * b[i];
        }
      }
    }
  }
}
