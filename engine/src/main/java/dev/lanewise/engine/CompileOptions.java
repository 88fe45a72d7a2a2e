package dev.lanewise.engine;

/**
 * How a {@link Model} is compiled.
 *
 * @param precision the order of arithmetic
 * @param maxWeightBytes the most off-heap memory that the model's folded and packed weights may
 *     take
 * @param maxSlabBytes the most off-heap memory that one session's activations and scratch may take
 */
public record CompileOptions(Precision precision, long maxWeightBytes, long maxSlabBytes) {
  /** {@link Precision#FAST}, at most 8 GiB of weights and 8 GiB of activations. */
  public static final CompileOptions DEFAULT =
      new CompileOptions(Precision.FAST, 8L << 30, 8L << 30);

  public CompileOptions {
    if (maxWeightBytes < 1 || maxSlabBytes < 1) {
      throw new IllegalArgumentException(
          "limits must be positive, got " + maxWeightBytes + " and " + maxSlabBytes + " bytes");
    }
  }

  /** These options at another precision. */
  public CompileOptions withPrecision(Precision precision) {
    return new CompileOptions(precision, maxWeightBytes, maxSlabBytes);
  }

  /** These options with another limit on the memory of a model's weights, in bytes. */
  public CompileOptions withMaxWeightBytes(long maxWeightBytes) {
    return new CompileOptions(precision, maxWeightBytes, maxSlabBytes);
  }

  /** These options with another limit on the memory of a session's slab, in bytes. */
  public CompileOptions withMaxSlabBytes(long maxSlabBytes) {
    return new CompileOptions(precision, maxWeightBytes, maxSlabBytes);
  }
}
