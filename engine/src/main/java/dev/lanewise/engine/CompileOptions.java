package dev.lanewise.engine;

/**
 * How a {@link Model} is compiled.
 *
 * @param precision the order of arithmetic
 * @param maxWeightBytes the most off-heap memory that the model's folded and packed weights may
 *     take
 * @param maxSlabBytes the most off-heap memory that one session's activations and scratch may take
 * @param threads how many threads pack the weights, the caller's included; the others end when the
 *     model is there. What a session packs is packed by its own
 */
public record CompileOptions(
    Precision precision, long maxWeightBytes, long maxSlabBytes, int threads) {
  /**
   * {@link Precision#FAST}, at most 8 GiB of weights and 8 GiB of activations, all available
   * processors.
   */
  public static final CompileOptions DEFAULT =
      new CompileOptions(
          Precision.FAST, 8L << 30, 8L << 30, Runtime.getRuntime().availableProcessors());

  public CompileOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    if (maxWeightBytes < 1 || maxSlabBytes < 1) {
      throw new IllegalArgumentException(
          "limits must be positive, got " + maxWeightBytes + " and " + maxSlabBytes + " bytes");
    }
  }

  /** These options at another precision. */
  public CompileOptions withPrecision(Precision precision) {
    return new CompileOptions(precision, maxWeightBytes, maxSlabBytes, threads);
  }

  /** These options with another limit on the memory of a model's weights, in bytes. */
  public CompileOptions withMaxWeightBytes(long maxWeightBytes) {
    return new CompileOptions(precision, maxWeightBytes, maxSlabBytes, threads);
  }

  /** These options with another limit on the memory of a session's slab, in bytes. */
  public CompileOptions withMaxSlabBytes(long maxSlabBytes) {
    return new CompileOptions(precision, maxWeightBytes, maxSlabBytes, threads);
  }

  /** These options with another number of threads. */
  public CompileOptions withThreads(int threads) {
    return new CompileOptions(precision, maxWeightBytes, maxSlabBytes, threads);
  }
}
