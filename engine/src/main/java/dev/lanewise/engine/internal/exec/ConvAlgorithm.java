package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.Precision;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.internal.conv.PaddedIm2col;
import dev.lanewise.engine.internal.conv.ShiftedRows;
import dev.lanewise.engine.internal.conv.WinogradTransform;
import dev.lanewise.engine.internal.exec.Buffers.Place;
import dev.lanewise.engine.internal.kernel.GroupKernels;
import dev.lanewise.engine.op.Conv;

/**
 * How a convolution is computed. All but Winograd's execute the same chain for each output, so that
 * a choice among them changes no bit. Winograd's are for {@link Precision#FAST}, and are chosen by
 * the shape of one picture alone: see {@code docs/adr/0006-winograd-by-shape.md}.
 */
enum ConvAlgorithm {
  /** A product straight on the activations. */
  POINTWISE("gemm on the activations"),
  /** im2col that is never written out. */
  SHIFTED_ROWS("im2col in place"),
  /** Gathered rows of an input of few channels. */
  PADDED_IM2COL("im2col of padded rows"),
  /** Blocks of gathered rows. */
  IM2COL("im2col"),
  /** A product for each group, of gathered rows or straight on the activations. */
  GROUPED("gemm by groups"),
  /** Lanes over the channels of several groups. */
  SMALL_GROUPS("lanes over groups"),
  /** Lanes over channels, a tap at a time. */
  DEPTHWISE("depthwise"),
  /** Winograd's, tiles of 2×2 outputs. */
  WINOGRAD_F2("Winograd F(2×2)"),
  /** Winograd's, tiles of 4×4 outputs. */
  WINOGRAD_F4("Winograd F(4×4)");

  /** With fewer channels the products are too short to gain from. */
  private static final int FEWEST_CHANNELS = 16;

  /** Wider groups are products of whole panels. */
  private static final int MOST_OF_GROUP = 32;

  private final String description;

  ConvAlgorithm(String description) {
    this.description = description;
  }

  /**
   * An algorithm, and why it was chosen.
   *
   * @param why a few words, or nothing where the operator leaves no choice
   */
  record Choice(ConvAlgorithm algorithm, String why) {
    @Override
    public String toString() {
      return why.isEmpty() ? algorithm.toString() : algorithm + ": " + why;
    }
  }

  /** The algorithm for an input that lies at {@code x} and an output of this shape. */
  static Choice choose(Conv conv, Shape weights, Place x, Shape y, Precision precision) {
    var direct = direct(conv, weights, x, y.dim(3));
    if (precision != Precision.FAST || !hasWinogradWindow(conv)) {
      return new Choice(direct, "");
    }
    int out = weights.dim(0);
    int in = weights.dim(1);
    if (!isWinograd(conv, weights, precision)) {
      return new Choice(direct, "fewer than " + FEWEST_CHANNELS + " channels");
    }
    double sum = WinogradCost.ofDirectSum(y.dim(2), y.dim(3));
    double f2 = WinogradCost.of(WinogradTransform.F2, y.dim(2), y.dim(3), in, out);
    double f4 = WinogradCost.of(WinogradTransform.F4, y.dim(2), y.dim(3), in, out);
    if (!WinogradCost.isWorth(Math.min(f2, f4), sum)) {
      return new Choice(direct, "few pixels");
    }
    return f4 < f2
        ? new Choice(WINOGRAD_F4, WinogradCost.share(f4, sum))
        : new Choice(WINOGRAD_F2, WinogradCost.share(f2, sum));
  }

  /** Whether Winograd's algorithms may be chosen for pictures of some size. */
  static boolean isWinograd(Conv conv, Shape weights, Precision precision) {
    return precision == Precision.FAST
        && hasWinogradWindow(conv)
        && Math.min(weights.dim(0), weights.dim(1)) >= FEWEST_CHANNELS;
  }

  private static boolean hasWinogradWindow(Conv conv) {
    var window = conv.window();
    return conv.groups() == 1
        && window.kernelH() == 3
        && window.kernelW() == 3
        && window.strideH() == 1
        && window.strideW() == 1
        && window.dilationH() == 1
        && window.dilationW() == 1;
  }

  private static ConvAlgorithm direct(Conv conv, Shape weights, Place x, int outWidth) {
    if (conv.groups() > 1) {
      return isDepthwise(conv, weights)
          ? DEPTHWISE
          : isSmallGroups(conv, weights) ? SMALL_GROUPS : GROUPED;
    }
    if (conv.window().isPointwise()) {
      return POINTWISE;
    }
    var taps = Operators.taps(conv.window());
    int channels = x.extents().channels();
    if (ShiftedRows.suits(taps, channels, x.pitch(), outWidth)) {
      return SHIFTED_ROWS;
    }
    return PaddedIm2col.suits(taps, channels) ? PADDED_IM2COL : IM2COL;
  }

  /** Whether each output channel reads the one input channel of its own, which packs otherwise. */
  static boolean isDepthwise(Conv conv, Shape weights) {
    return conv.groups() > 1 && weights.dim(1) == 1 && weights.dim(0) == conv.groups();
  }

  /** Whether there are kernels for groups of so few channels, which pack otherwise. */
  static boolean isSmallGroups(Conv conv, Shape weights) {
    int group = weights.dim(1);
    return conv.groups() > 1
        && weights.dim(0) == group * conv.groups()
        && group <= MOST_OF_GROUP
        && GroupKernels.suits(group);
  }

  @Override
  public String toString() {
    return description;
  }
}
