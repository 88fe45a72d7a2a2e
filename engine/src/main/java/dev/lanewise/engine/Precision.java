package dev.lanewise.engine;

/** Which order of arithmetic a model is compiled for. */
public enum Precision {
  /**
   * The order of the specification: a convolution or linear layer starts from the bias and adds one
   * product after the other with a fused multiply-add, over (kh, kw, ic) ascending. The result
   * equals the {@linkplain dev.lanewise.engine.reference.Interpreter reference interpreter}'s over
   * {@link Model#graph()} bit for bit, whatever the threads, the batch and the vector width.
   */
  EXACT
}
