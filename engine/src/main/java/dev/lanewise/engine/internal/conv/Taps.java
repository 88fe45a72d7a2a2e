package dev.lanewise.engine.internal.conv;

/**
 * The geometry of a sliding window, in pixels: the fields of the graph's window that loops need.
 */
public record Taps(
    int kernelH,
    int kernelW,
    int strideH,
    int strideW,
    int padTop,
    int padLeft,
    int padBottom,
    int padRight,
    int dilationH,
    int dilationW) {

  /** The number of taps. */
  public int count() {
    return kernelH * kernelW;
  }

  /** Whether an output pixel is a function of the same pixel of the input alone. */
  boolean isPointwise() {
    return count() == 1
        && strideH == 1
        && strideW == 1
        && padTop + padLeft + padBottom + padRight == 0;
  }

  /** The input row of tap {@code kh} = 0 for output row {@code oh}; may be negative. */
  int firstRow(int oh) {
    return oh * strideH - padTop;
  }

  /** The input column of tap {@code kw} = 0 for output column {@code ow}; may be negative. */
  int firstColumn(int ow) {
    return ow * strideW - padLeft;
  }

  /**
   * The first tap, counted from {@code start} in steps of {@code dilation}, that is not below 0.
   */
  static int firstInside(int start, int dilation) {
    return start >= 0 ? 0 : Math.ceilDiv(-start, dilation);
  }

  /** One past the last of {@code taps} that is below {@code extent}. */
  static int endInside(int start, int dilation, int taps, int extent) {
    return start >= extent ? 0 : Math.min(taps, (extent - 1 - start) / dilation + 1);
  }
}
