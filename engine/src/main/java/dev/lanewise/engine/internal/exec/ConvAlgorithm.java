package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.internal.conv.ShiftedRows;
import dev.lanewise.engine.internal.exec.Buffers.Place;
import dev.lanewise.engine.op.Conv;

/**
 * How a convolution is computed. All of them execute the same chain for each output, so that the
 * choice changes no bit.
 */
enum ConvAlgorithm {
  /** A product straight on the activations. */
  POINTWISE("gemm on the activations"),
  /** im2col that is never written out. */
  SHIFTED_ROWS("im2col in place"),
  /** Blocks of gathered rows. */
  IM2COL("im2col"),
  /** The same group by group. */
  GROUPED("im2col by groups"),
  /** Lanes over channels, a tap at a time. */
  DEPTHWISE("depthwise");

  private final String description;

  ConvAlgorithm(String description) {
    this.description = description;
  }

  /**
   * The algorithm for an input that lies at {@code x} and an output of {@code outWidth} columns.
   */
  static ConvAlgorithm choose(Conv conv, Shape weights, Place x, int outWidth) {
    if (conv.groups() > 1) {
      return isDepthwise(conv, weights) ? DEPTHWISE : GROUPED;
    }
    if (conv.window().isPointwise()) {
      return POINTWISE;
    }
    var taps = Operators.taps(conv.window());
    return ShiftedRows.suits(taps, x.extents().channels(), x.pitch(), outWidth)
        ? SHIFTED_ROWS
        : IM2COL;
  }

  /** Whether each output channel reads the one input channel of its own, which packs otherwise. */
  static boolean isDepthwise(Conv conv, Shape weights) {
    return conv.groups() > 1 && weights.dim(1) == 1 && weights.dim(0) == conv.groups();
  }

  @Override
  public String toString() {
    return description;
  }
}
