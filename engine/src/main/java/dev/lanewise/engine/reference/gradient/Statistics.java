package dev.lanewise.engine.reference.gradient;

/**
 * Where a batch norm takes its mean and variance from, and what its derivative makes of them.
 *
 * <p>Source: Ioffe and Szegedy, "Batch Normalization", 2015, algorithms 1 and 2.
 */
public enum Statistics {
  /** Those stored in the graph, as in inference. */
  STORED,

  /**
   * Those of the batch, as in training: each output depends on every picture of the batch, and the
   * derivative goes through the mean and the variance. The variance is the biased one.
   */
  BATCH,

  /**
   * Those of the batch, held fixed for the derivative: that of a picture's own output then, and not
   * of all outputs' by way of the batch.
   */
  HELD
}
