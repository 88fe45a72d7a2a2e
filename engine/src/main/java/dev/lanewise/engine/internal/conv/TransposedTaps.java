package dev.lanewise.engine.internal.conv;

/**
 * Which taps of a transposed convolution reach which outputs, in each direction: output o is
 * reached through tap k from input (o + pad − k) / stride, where that is a whole number. So all
 * outputs of one phase, o modulo the stride, are reached through the same taps, every stride-th
 * one, and through each later one from an input one less.
 *
 * <p>Kernels are at least as large as strides, so that each phase has a tap.
 */
public record TransposedTaps(
    int kernelH, int kernelW, int strideH, int strideW, int padTop, int padLeft) {
  private static int first(int output, int stride, int pad) {
    return (int) (((long) output + pad) % stride);
  }

  /** The last input; where that is beyond an {@code int}, so is each that the taps reach. */
  private static int last(int output, int stride, int pad) {
    return (int) Math.min(Integer.MAX_VALUE, ((long) output + pad) / stride);
  }

  private static int count(int first, int kernel, int stride) {
    return Math.ceilDiv(kernel - first, stride);
  }

  /** The first tap that reaches an output's row, or all of its phase. */
  int firstRowTap(int oh) {
    return first(oh, strideH, padTop);
  }

  /** The first tap that reaches an output's column, or all of its phase. */
  int firstColumnTap(int ow) {
    return first(ow, strideW, padLeft);
  }

  /** How many taps do. */
  int rowTaps(int oh) {
    return count(firstRowTap(oh), kernelH, strideH);
  }

  /** How many taps do. */
  int columnTaps(int ow) {
    return count(firstColumnTap(ow), kernelW, strideW);
  }

  /** The taps of a phase, (phase of the rows) · strideW + (phase of the columns), row by row. */
  public int[] ofPhase(int phase) {
    int phaseH = phase / strideW;
    int phaseW = phase % strideW;
    int columns = columnTaps(phaseW);
    var all = new int[rowTaps(phaseH) * columns];
    for (int i = 0; i < all.length; i++) {
      int kh = firstRowTap(phaseH) + i / columns * strideH;
      int kw = firstColumnTap(phaseW) + i % columns * strideW;
      all[i] = kh * kernelW + kw;
    }
    return all;
  }

  /** The most taps of a phase. */
  int most() {
    return Math.ceilDiv(kernelH, strideH) * Math.ceilDiv(kernelW, strideW);
  }

  /** The input's row that reaches an output through its first tap; may lie below the picture. */
  int lastRow(int oh) {
    return last(oh, strideH, padTop);
  }

  /** The input's column that does; may lie beside the picture. */
  int lastColumn(int ow) {
    return last(ow, strideW, padLeft);
  }

  /** The rows of a phase, of {@code height}. */
  int rows(int phase, int height) {
    return Math.ceilDiv(height - phase, strideH);
  }

  /** The columns of a phase, of {@code width}. */
  int columns(int phase, int width) {
    return Math.ceilDiv(width - phase, strideW);
  }
}
