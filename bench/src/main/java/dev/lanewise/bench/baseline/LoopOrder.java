package dev.lanewise.bench.baseline;

/** The two kinds of plain loops. Both do the same arithmetic in the same order for each output. */
public enum LoopOrder {
  /**
   * One scalar accumulator for each output, over (kh, kw, ic): the loops of {@link
   * dev.lanewise.engine.reference.Interpreter}. Each multiply-add waits for the one before it.
   */
  NAIVE,
  /**
   * The output channel innermost, a row of accumulators in memory: C2 finds the vectors by itself.
   */
  AUTO_VECTORISED
}
