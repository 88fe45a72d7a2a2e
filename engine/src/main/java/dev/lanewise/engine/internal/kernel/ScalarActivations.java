package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The activations without vectors, for machines or command lines that lack them. */
final class ScalarActivations implements ActivationKernels {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

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
    for (int i = 0; i < floats; i++) {
      float value = x.get(FLOAT, xOff + i * 4L);
      y.set(FLOAT, yOff + i * 4L, ActivationFormulas.at(function, alpha, beta, value));
    }
  }
}
