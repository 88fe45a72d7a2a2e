package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.gemm.Gemm;
import dev.lanewise.engine.internal.gemm.PackedMatrix;
import dev.lanewise.engine.internal.gemm.Split;

/**
 * What a part of a Winograd convolution keeps in its worker's scratch, offsets in bytes from its
 * start:
 *
 * <pre>
 *   V     n² planes [tiles of the part][input channels]     factors
 *   M     n² planes [tiles of the part][output channels]    products
 *   half  [n][n][channels], the larger of both              a tile between its two directions
 *   edge  [n][n][channels], the larger of both              a tile that hangs over the picture
 * </pre>
 *
 * Planes are a cache line longer than they need be: at a power of two apart, the n² lines that a
 * tile writes would share one set of the cache.
 *
 * @param split tiles over all pictures, and panels
 * @param in bytes of a pixel's input channels, padded
 * @param out bytes of its output channels, padded
 * @param n inputs of a tile in each direction
 */
record WinogradLayout(Split split, long in, long out, int n) {
  private static final int LINE = 64;

  /** More tiles than this take more scratch than they are worth. */
  private static final int MOST_TILES = 72;

  /** With fewer tiles for each thread the panels are split, so that weights are read once. */
  private static final int TILES_FOR_A_THREAD = 24;

  /** The layout for an output {@code y} and {@code threads}. */
  static WinogradLayout of(int inChannels, Pixels y, WinogradTransform transform, int threads) {
    int in = PackedMatrix.padded(inChannels);
    int out = PackedMatrix.padded(y.channels());
    int m = transform.outputs();
    int tiles = y.batch() * Math.ceilDiv(y.height(), m) * Math.ceilDiv(y.width(), m);
    return new WinogradLayout(
        split(tiles, in, out, threads), in * 4L, out * 4L, transform.inputs());
  }

  /**
   * So many tiles that reading the weights once more, for another part, would cost as much as
   * writing and reading V and M does: in · out = 2 · tiles · (in + out).
   */
  private static long tilesWorthTheWeights(int in, int out) {
    return (long) in * out / (2L * (in + out));
  }

  /** Those tiles, in whole micro-kernels. */
  private static int mostTiles(int in, int out) {
    int tiles = Math.clamp(tilesWorthTheWeights(in, out), 1, MOST_TILES);
    int rows = Gemm.rowsOfKernel(Gemm.blockDepth(in, in));
    return Math.ceilDiv(tiles, rows) * rows;
  }

  private static Split split(int tiles, int in, int out, int threads) {
    int panels = PackedMatrix.panels(out);
    int blocks = Math.ceilDiv(tiles, mostTiles(in, out));
    if (threads == 1) {
      return new Split(tiles, panels, blocks, 1);
    }
    boolean few = tiles < threads * TILES_FOR_A_THREAD || tiles < tilesWorthTheWeights(in, out);
    return few
        ? new Split(tiles, panels, blocks, Math.min(panels, threads))
        : new Split(tiles, panels, Math.ceilDiv(blocks, threads) * threads, 1);
  }

  /** From a plane of V to the next. */
  long planeOfV() {
    return split.mostUnits() * in + LINE;
  }

  /** From a plane of M to the next. */
  long planeOfM() {
    return split.mostUnits() * out + LINE;
  }

  /** Where M starts. */
  long products() {
    return (long) n * n * planeOfV();
  }

  /** Where the half-transformed tile starts. */
  long half() {
    return products() + (long) n * n * planeOfM();
  }

  /** Where the tile at an edge starts. */
  long edge() {
    return half() + (long) n * n * Math.max(in, out);
  }

  /** All of it. */
  long bytes() {
    return edge() + (long) n * n * Math.max(in, out);
  }
}
