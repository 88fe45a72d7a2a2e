package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What is done to a layer's sums, block by block while they are in the cache: a floor, which
 * kernels apply before they store, or a function, which goes over what is stored.
 *
 * @param floor +0 for the rectifier, −∞ for none: t ≤ floor ? floor : t
 * @param function applied after skip and floor, or null
 * @param alpha the function's first parameter
 * @param beta the function's second parameter
 */
public record Epilogue(
    float floor, ActivationKernels.@Nullable Function function, float alpha, float beta) {
  private static final ActivationKernels KERNELS = KernelSet.chosen().activations();

  /** Nothing at all. */
  public static final Epilogue NONE = new Epilogue(Float.NEGATIVE_INFINITY, null, 0, 0);

  /** The rectifier. */
  public static final Epilogue RELU = new Epilogue(0f, null, 0, 0);

  /** A function. */
  public static Epilogue of(ActivationKernels.Function function, float alpha, float beta) {
    return new Epilogue(Float.NEGATIVE_INFINITY, function, alpha, beta);
  }

  /** Applies the function, if there is one, to some floats. */
  public void apply(MemorySegment y, long offset, int floats) {
    if (function != null) {
      KERNELS.apply(function, alpha, beta, y, offset, y, offset, floats);
    }
  }

  /**
   * Applies the function, if there is one, to rows of floats.
   *
   * @param row bytes from a row to the next
   */
  public void apply(MemorySegment y, long offset, int rows, long row, int floats) {
    if (function != null) {
      for (int i = 0; i < rows; i++) {
        KERNELS.apply(function, alpha, beta, y, offset + i * row, y, offset + i * row, floats);
      }
    }
  }
}
