package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;

/** The activations that have kernels, whose bits are those of {@link ActivationFormulas}. */
public sealed interface ActivationKernels permits VectorActivations, ScalarActivations {
  /** The functions, by the names that the operators' records give them. */
  enum Function {
    /** x where x ≥ 0, else α·x. */
    LEAKY_RELU,
    /** Between α and β. */
    CLIP,
    /** Between 0 and 1: α·x + β. */
    HARD_SIGMOID,
    /** x · HARD_SIGMOID(x) with α = 1/6 and β = 1/2. */
    HARD_SWISH,
    /** eˣ. */
    EXP,
    /** 1 / (1 + e⁻ˣ). */
    SIGMOID,
    /** x / (1 + e^(−α·x)). */
    SWISH,
    /** The hyperbolic tangent. */
    TANH,
    /** x · tanh(ln(1 + eˣ)). */
    MISH
  }

  /**
   * y = f(x) for any number of floats; y may be x.
   *
   * @param alpha the function's first parameter, if it has one
   * @param beta the function's second parameter, if it has one
   */
  void apply(
      Function function,
      float alpha,
      float beta,
      MemorySegment x,
      long xOff,
      MemorySegment y,
      long yOff,
      int floats);
}
