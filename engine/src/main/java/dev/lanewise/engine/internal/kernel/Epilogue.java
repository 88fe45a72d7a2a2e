package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What is done to a layer's sums, block by block while they are in the cache: a floor, which
 * kernels apply before they store, or a function, which goes over what is stored.
 *
 * @param floor +0 for the rectifier, −∞ for none: t ≤ floor ? floor : t
 * @param function applied after skip and floor, or null
 */
public record Epilogue(float floor, @Nullable Function function) {
  /** Nothing at all. */
  public static final Epilogue NONE = new Epilogue(Float.NEGATIVE_INFINITY, null);

  /** The rectifier. */
  public static final Epilogue RELU = new Epilogue(0f, null);

  /** A function of each of some floats. */
  public interface Function {
    /** Replaces {@code floats} floats from {@code offset} on. */
    void apply(MemorySegment y, long offset, int floats);
  }

  /** A function that has kernels. */
  public static Epilogue of(ActivationKernels.Function function, float alpha, float beta) {
    return new Epilogue(
        Float.NEGATIVE_INFINITY,
        (y, offset, floats) ->
            KernelSet.activations().apply(function, alpha, beta, y, offset, y, offset, floats));
  }

  /** Any other function. */
  public static Epilogue of(Function function) {
    return new Epilogue(Float.NEGATIVE_INFINITY, function);
  }

  /** Applies the function, if there is one, to some floats. */
  public void apply(MemorySegment y, long offset, int floats) {
    if (function != null) {
      function.apply(y, offset, floats);
    }
  }

  /**
   * Applies the function, if there is one, to rows of floats. Rows without gaps are one run: a call
   * for each costs more than the sixteen or thirty-two floats that it has.
   *
   * @param row bytes from a row to the next
   */
  public void apply(MemorySegment y, long offset, int rows, long row, int floats) {
    if (function == null) {
      return;
    }
    if (row == floats * 4L) {
      function.apply(y, offset, rows * floats);
    } else {
      for (int i = 0; i < rows; i++) {
        function.apply(y, offset + i * row, floats);
      }
    }
  }
}
