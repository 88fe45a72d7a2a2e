package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Conv;

/** How a convolution is computed: a function of its geometry alone, so that bits are portable. */
enum ConvAlgorithm {
  /** A product straight on the activations. */
  POINTWISE("gemm on the activations"),
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

  static ConvAlgorithm choose(Conv conv, Shape weights) {
    if (conv.groups() > 1) {
      boolean oneToOne = weights.dim(1) == 1 && weights.dim(0) == conv.groups();
      return oneToOne ? DEPTHWISE : GROUPED;
    }
    return conv.window().isPointwise() ? POINTWISE : IM2COL;
  }

  @Override
  public String toString() {
    return description;
  }
}
