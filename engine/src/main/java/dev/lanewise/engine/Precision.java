package dev.lanewise.engine;

/** Which order of arithmetic a model is compiled for. */
public enum Precision {
  /**
   * The order of the specification: a convolution or linear layer starts from the bias and adds one
   * product after the other with a fused multiply-add, over (kh, kw, ic) ascending. The result
   * equals the {@linkplain dev.lanewise.engine.reference.Interpreter reference interpreter}'s over
   * {@link Model#graph()} bit for bit, whatever the threads, the batch and the vector width.
   */
  EXACT,

  /**
   * The default. As {@link #EXACT}, but a 3×3 convolution of stride 1 may be computed by Winograd's
   * F(2×2, 3×3) or F(4×4, 3×3), which takes a quarter to less than half of the multiplications and
   * adds in another order: logits of ResNets differ from those of float64 by about 1e-6 of their
   * norm, a few times as much as at {@code EXACT}.
   *
   * <p>The bits are still the same whatever the threads, the batch and the vector width: which
   * algorithm computes a layer is a function of the height, width and channels of one picture. A
   * pixel that is not finite may make its tile of outputs, up to 4×4, not finite.
   */
  FAST,

  /**
   * For where memory is short: as {@link #FAST}, but without transformed weights, which take 1.8 or
   * 4 times the bytes of those that they stand for. The convolutions that have them at {@code FAST}
   * are computed as at {@link #EXACT}; the bits are those of {@code EXACT}.
   */
  COMPACT
}
