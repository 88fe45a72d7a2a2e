package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.internal.conv.WinogradTransform;

/**
 * What a 3×3 convolution of stride 1 over one picture costs, in multiply-adds for each pair of an
 * input and an output channel. A function of the shape alone, in arithmetic that is the same on
 * every machine.
 *
 * <pre>
 *   9  · (pixels                               + 24)    direct sum
 *   n² · (tiles · (1 + 8 · (1/in + 1/out))     + 24)    F(m×m), n = m + 2
 * </pre>
 *
 * Each of the 9 or n² weights of such a pair is read once a run, from memory, since a network's
 * weights pass through the caches from the first layer to the last. How the two constants were
 * found is in {@code docs/adr/0006-winograd-by-shape.md}.
 */
final class WinogradCost {
  /** So many channels take as long to multiply by as a tile to transform. */
  private static final double TRANSFORMS = 8;

  /** Reading a matrix from memory takes as long as multiplying so many rows by it. */
  private static final double READING = 24;

  /** Winograd's weights take more memory, so that it has to cost less than this share. */
  private static final double WORTH = 0.9;

  private static final int TAPS = 9;

  private WinogradCost() {}

  static double ofDirectSum(int height, int width) {
    return TAPS * ((double) height * width + READING);
  }

  static double of(WinogradTransform transform, int height, int width, int in, int out) {
    int m = transform.outputs();
    double tiles = (double) Math.ceilDiv(height, m) * Math.ceilDiv(width, m);
    double transforms = TRANSFORMS * (1.0 / in + 1.0 / out);
    return transform.products() * (tiles * (1 + transforms) + READING);
  }

  /** Whether so great a cost is worth having instead of the direct sum's. */
  static boolean isWorth(double cost, double sum) {
    return cost < WORTH * sum;
  }

  /** For example {@code cost 34 % of the direct sum}; a formatter would cost a first run 20 ms. */
  static String share(double cost, double sum) {
    return "cost " + Math.round(100 * cost / sum) + " % of the direct sum";
  }
}
