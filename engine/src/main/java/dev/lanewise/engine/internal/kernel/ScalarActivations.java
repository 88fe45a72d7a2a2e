package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;

/** The activations without vectors, for machines or command lines that lack them. */
final class ScalarActivations implements ActivationKernels {
  @Override
  public void apply(
      Function function,
      float alpha,
      float beta,
      MemorySegment x,
      long xOff,
      MemorySegment y,
      long yOff,
      int floats) {
    var row = HeapRows.ofThread()[0];
    for (int i = 0; i < floats; i += HeapRows.LENGTH) {
      int n = Math.min(HeapRows.LENGTH, floats - i);
      HeapRows.load(x, xOff + i * 4L, row, n);
      for (int j = 0; j < n; j++) {
        row[j] = ActivationFormulas.at(function, alpha, beta, row[j]);
      }
      HeapRows.store(row, y, yOff + i * 4L, n);
    }
  }
}
