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
 *   half  n rows of pixels                                  between the two directions
 *   edge  the same                                          what hangs over the picture
 * </pre>
 *
 * Inputs are transformed a strip of tiles at a time, {@link #strip()} of them side by side, since
 * two neighbours share n − m columns; outputs tile by tile.
 *
 * <p>Planes, and rows of a strip, are a cache line longer than they need be: at a power of two
 * apart, the lines that a tile reads or writes would share one set of the cache.
 *
 * @param split tiles over all pictures, and panels
 * @param in bytes of a pixel's input channels, padded
 * @param out bytes of its output channels, padded
 * @param m outputs of a tile in each direction
 * @param n its inputs in each direction
 * @param strip the most tiles of a strip
 */
record WinogradLayout(Split split, long in, long out, int m, int n, int strip) {
  private static final int LINE = 64;

  /** More tiles than this take more scratch than they are worth. */
  private static final int MOST_TILES = 72;

  /** So many bytes of a strip stay in the second-level cache, beside what they become. */
  private static final long STRIP_BYTES = 128 << 10;

  /** With fewer tiles for each thread the panels are split, so that weights are read once. */
  private static final int TILES_FOR_A_THREAD = 24;

  /** The layout for an output {@code y} and {@code threads}. */
  static WinogradLayout of(int inChannels, Pixels y, WinogradTransform transform, int threads) {
    int in = PackedMatrix.padded(inChannels);
    int out = PackedMatrix.padded(y.channels());
    int m = transform.outputs();
    int n = transform.inputs();
    int columns = Math.ceilDiv(y.width(), m);
    int tiles = y.batch() * Math.ceilDiv(y.height(), m) * columns;
    var split = split(tiles, in, out, threads);
    long pixels = STRIP_BYTES / (4L * in * n);
    int strip = Math.clamp((pixels - n) / m + 1, 1, Math.min(columns, split.mostUnits()));
    return new WinogradLayout(split, in * 4L, out * 4L, m, n, strip);
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

  /** The columns of {@code tiles} tiles side by side. */
  int columns(int tiles) {
    return (tiles - 1) * m + n;
  }

  /** From a row of a strip to the next, in half and in edge. */
  long stripRow() {
    return columns(strip) * in + LINE;
  }

  /** Where what is half transformed starts. */
  long half() {
    return products() + (long) n * n * planeOfM();
  }

  /** Where what hangs over the picture starts. */
  long edge() {
    return half() + Math.max(n * stripRow(), (long) n * m * out);
  }

  /** All of it. */
  long bytes() {
    return edge() + Math.max(n * stripRow(), (long) m * m * out);
  }
}
