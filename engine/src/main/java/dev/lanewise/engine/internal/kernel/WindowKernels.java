package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The kernels over windows that slide along a row of pixels, lanes over channels. A call makes a
 * tile: a few output pixels side by side, each a chain of its own.
 *
 * <pre>
 *              left   right = 6
 *               │       │
 *   top = 1 ──  ·  ·  · · · ·     outside the picture
 *               ·  x  x x x x     a 3×3 window in tiles of 4, at the picture's upper left corner:
 *               ·  x  x x x x     rows 1 to 2 and columns 1 to 5 of what lies under it are inside
 *   bottom = 3 ─┘
 * </pre>
 *
 * <p>Input and output lie in one segment. {@code at} is where the upper left pixel under the tile
 * lies, or would lie; {@code top} to {@code bottom} and {@code left} to {@code right} say which of
 * its rows and columns are inside. Offsets and strides are in bytes.
 */
public sealed interface WindowKernels permits VectorWindows, ScalarWindows {
  /**
   * How the pixels lie.
   *
   * @param kernel rows and columns of a window
   * @param stride pixels from a window to the next of its row
   * @param row from a row of a window to the next
   * @param pixel from a pixel to the next
   * @param target from an output pixel to the next
   * @param channels floats of a pixel that are computed, a multiple of 16
   */
  record Strides(int kernel, int stride, long row, long pixel, long target, int channels) {}

  /** The output pixels of a call of {@link #depthwise}, or 0 where there is no such kernel. */
  static int depthwiseTile(int kernel, int stride) {
    return kernel == 3 && stride == 1 ? 4 : 0;
  }

  /** Whether {@link #max} does such windows. */
  static boolean hasMax(int kernel, int stride) {
    return kernel == 3 ? stride == 1 || stride == 2 : kernel == 2 && stride == 2;
  }

  /** The output pixels of a call of {@link #mean}, or 0 where there is no such kernel. */
  static int meanTile(int kernel, int stride) {
    return switch (kernel) {
      case 2 -> stride == 2 ? 4 : 0;
      case 3 -> stride == 1 ? 4 : stride == 2 ? 2 : 0;
      default -> 0;
    };
  }

  /**
   * y = floor(bias + Σ x · w), with {@code floor(t) = t ≤ floor ? floor : t}; taps outside read the
   * pixel at {@code outside}.
   *
   * @param w [kernel · kernel][channels]
   */
  void depthwise(
      Strides strides,
      MemorySegment memory,
      long at,
      int top,
      int bottom,
      int left,
      int right,
      long outside,
      MemorySegment w,
      MemorySegment bias,
      float floor,
      long y);

  /** Whether {@link #depthwiseRow} does such windows. */
  static boolean hasDepthwiseRow(int kernel, int stride) {
    return stride == 2 ? kernel == 3 || kernel == 5 : stride == 1 && kernel == 5;
  }

  /**
   * A row of a depthwise convolution, from its first pixel to its last, under which lie any number
   * of columns.
   *
   * @param width pixels of the row
   */
  void depthwiseRow(
      Strides strides,
      MemorySegment memory,
      long at,
      int top,
      int bottom,
      int left,
      int right,
      long outside,
      MemorySegment w,
      MemorySegment bias,
      float floor,
      long y,
      int width);

  /** The most rows of a call of {@link #depthwiseRows}, or 0 where there is no such kernel. */
  static int mostDepthwiseRows(int kernel, int stride) {
    return kernel == 3 && stride == 1 ? 3 : 0;
  }

  /**
   * Two rows of a depthwise convolution or three, from their first pixel to their last. Under their
   * windows lie two rows more, and any number of columns; of the columns, {@code left}, at most 1,
   * are outside at the beginning, and two or more are inside.
   *
   * @param at where row 0 has column {@code left}
   * @param rows of the output, 2 or 3
   * @param yRow from a row of the output to the next
   * @param width pixels of a row of the output
   */
  void depthwiseRows(
      Strides strides,
      MemorySegment memory,
      long at,
      int top,
      int bottom,
      int left,
      int right,
      long outside,
      MemorySegment w,
      MemorySegment bias,
      float floor,
      int rows,
      long y,
      long yRow,
      int width);

  /**
   * y = the maximum of the taps inside, as {@link Math#max(float, float)} has it, for {@code width}
   * windows of a row, each of which must have one.
   */
  void max(
      Strides strides,
      MemorySegment memory,
      long at,
      int top,
      int bottom,
      int left,
      int right,
      long y,
      int width);

  /** y = (sum from +0) / count; all windows lie inside. */
  void mean(Strides strides, MemorySegment memory, long at, float count, long y);

  /** The pixels of a call of {@link #addPixels}. */
  int PIXELS = 8;

  /** y = y + x₀ + x₁ + … over {@link #PIXELS} pixels, in this order. */
  void addPixels(MemorySegment memory, long at, long pixel, long y, int channels);

  /** y = y / count. */
  void divide(MemorySegment memory, long y, float count, int channels);
}
