package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.gemm.Gemm;
import dev.lanewise.engine.internal.kernel.Epilogue;
import dev.lanewise.engine.internal.kernel.KernelSet;
import dev.lanewise.engine.internal.parallel.Work;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A 3×3 convolution of stride 1 by Winograd's F(m×m, 3×3): the output is cut into tiles of m×m, of
 * all pictures one after the other, and a part takes a range of tiles through
 *
 * <pre>
 *   V[i, j] = Bᵀ d B        for each tile, lanes over input channels
 *   M[i, j] = V[i, j] U[i, j]   n² products [tiles, in] · [in, out]
 *   y = epilogue(bias + Aᵀ M A ⊕ skip), lanes over output channels
 * </pre>
 *
 * all in its worker's scratch. The order of arithmetic of an output depends on its place in the
 * tile alone, so that bits depend on neither threads, batch nor vectors. They are not those of the
 * direct sum; and as a tile's inputs are added to each other, one that is not finite may make the
 * whole tile so.
 *
 * <p>Beside the picture half-transformed columns are zeros, as their transform would be; rows that
 * hang over it are copied with zeros first. Outputs beyond the picture are computed and dropped.
 *
 * <p>Source: Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2016.
 */
public final class Winograd implements Work {
  private static final int PANEL = KernelSet.chosen().matrix().columns();

  private final Pixels x;
  private final Taps taps;
  private final WinogradWeights weights;
  private final @Nullable Pixels skip;
  private final Epilogue epilogue;
  private final float floor;
  private final Pixels y;
  private final Scratch scratch;
  private final WinogradLayout layout;
  private final Gemm[] products;
  private final int block;
  private final int m;
  private final int n;
  private final int tileRows;
  private final int tileColumns;

  /**
   * y = epilogue(x ∗ weights + bias ⊕ skip); the pixels of x must be padded to vectors, and lie
   * side by side.
   */
  public Winograd(
      Pixels x,
      Taps taps,
      WinogradWeights weights,
      @Nullable Pixels skip,
      Epilogue epilogue,
      Pixels y,
      Scratch scratch,
      int threads) {
    this.x = x;
    this.taps = taps;
    this.weights = weights;
    this.skip = skip;
    this.epilogue = epilogue;
    floor = epilogue.floor();
    this.y = y;
    this.scratch = scratch;
    var transform = weights.transform();
    layout = WinogradLayout.of(x.channels(), y, transform, threads);
    if (x.stride() != layout.in()) {
      throw new IllegalArgumentException(
          "pixels %d bytes apart, %d expected".formatted(x.stride(), layout.in()));
    }
    m = transform.outputs();
    n = transform.inputs();
    tileRows = Math.ceilDiv(y.height(), m);
    tileColumns = Math.ceilDiv(y.width(), m);
    block = Gemm.blockDepth(x.channels(), x.channels());
    var factors = new Gemm.Operand(scratch.segment(), layout.in(), 0);
    var results = new Gemm.Operand(scratch.segment(), layout.out(), 0);
    products = Gemm.series(factors, weights.products(), results);
  }

  /** The bytes of scratch that each worker needs. */
  public static long scratchBytes(
      int inChannels, Pixels y, WinogradTransform transform, int threads) {
    return WinogradLayout.of(inChannels, y, transform, threads).bytes();
  }

  @Override
  public int parts() {
    return layout.split().parts();
  }

  @Override
  public void run(int part, int worker) {
    var split = layout.split();
    int from = split.fromUnit(part);
    int count = split.toUnit(part) - from;
    long start = scratch.of(worker);
    for (int tile = 0; tile < count; ) {
      int left = tileColumns - (from + tile) % tileColumns;
      int strip = Math.min(Math.min(left, layout.strip()), count - tile);
      input(from + tile, strip, start, start + tile * layout.in());
      tile += strip;
    }
    multiply(count, split.fromPanel(part), split.toPanel(part), start);
    int first = split.fromPanel(part) * PANEL;
    int channels = Math.min(split.toPanel(part) * PANEL, weights.columns()) - first;
    long products = start + layout.products() + first * 4L;
    for (int tile = 0; tile < count; tile++) {
      output(from + tile, start, products + tile * layout.out(), first, channels);
    }
  }

  /** V of {@code tiles} tiles side by side, from one on: its number over all pictures. */
  private void input(int tile, int tiles, long start, long factors) {
    int picture = tile / (tileRows * tileColumns);
    int ih = tile / tileColumns % tileRows * m - taps.padTop();
    int iw = tile % tileColumns * m - taps.padLeft();
    int channels = (int) (layout.in() / 4);
    int columns = layout.columns(tiles);
    int left = Math.clamp(-iw, 0, columns);
    int right = Math.clamp(x.width() - iw, left, columns);
    int inside = (right - left) * channels;
    var memory = scratch.segment();
    long half = start + layout.half();
    long halfRow = layout.stripRow();
    if (left > 0 || right < columns) {
      zeroBeside(half, left, right, columns);
    }
    if (ih >= 0 && ih + n <= x.height()) {
      // The columns lie side by side, and are one long line.
      long at = x.at(picture, ih, iw + left);
      long row = x.width() * x.stride();
      transformColumns(x.segment(), at, row, half + left * layout.in(), inside);
    } else {
      long edge = start + layout.edge();
      copyRows(picture, ih, iw + left, edge, inside);
      transformColumns(memory, edge, halfRow, half + left * layout.in(), inside);
    }
    for (int i = 0; i < tiles; i++) {
      KernelSet.tiles(m)
          .input(
              memory,
              half + (long) i * m * layout.in(),
              layout.in(),
              halfRow,
              memory,
              factors + i * layout.in(),
              layout.planeOfV(),
              n * layout.planeOfV(),
              n,
              channels);
    }
  }

  /** Bᵀ d of columns side by side, {@code floats} of each of n rows in all. */
  private void transformColumns(MemorySegment source, long at, long row, long half, int floats) {
    KernelSet.tiles(m)
        .input(source, at, row, 0, scratch.segment(), half, layout.stripRow(), 0, 1, floats);
  }

  /** Zeros for the columns of a half-transformed strip that lie beside the picture. */
  private void zeroBeside(long half, int left, int right, int columns) {
    int channels = (int) (layout.in() / 4);
    for (int i = 0; i < n; i++) {
      long at = half + i * layout.stripRow();
      KernelSet.channels().zero(scratch.segment(), at, left * channels);
      KernelSet.channels()
          .zero(scratch.segment(), at + right * layout.in(), (columns - right) * channels);
    }
  }

  /** n rows from row {@code ih} on, with zeros for those above and below the picture. */
  private void copyRows(int picture, int ih, int iw, long target, int floats) {
    for (int i = 0; i < n; i++) {
      long at = target + i * layout.stripRow();
      if (ih + i < 0 || ih + i >= x.height()) {
        KernelSet.channels().zero(scratch.segment(), at, floats);
      } else {
        KernelSet.channels()
            .copy(x.segment(), x.at(picture, ih + i, iw), scratch.segment(), at, floats);
      }
    }
  }

  /** M of {@code count} tiles. */
  private void multiply(int count, int fromPanel, int toPanel, long start) {
    int depth = weights.depth();
    for (int p = 0; p < products.length; p++) {
      long factors = start + p * layout.planeOfV();
      long results = start + layout.products() + p * layout.planeOfM();
      for (int k = 0; k < depth; k += block) {
        int end = Math.min(depth, k + block);
        products[p].multiply(factors + k * 4L, 1, count, fromPanel, toPanel, k, end, results, 0);
      }
    }
  }

  /** The outputs of a tile for {@code channels} channels from {@code first} on. */
  private void output(int tile, long start, long products, int first, int channels) {
    int picture = tile / (tileRows * tileColumns);
    int oh = tile / tileColumns % tileRows * m;
    int ow = tile % tileColumns * m;
    int rows = Math.min(m, y.height() - oh);
    int columns = Math.min(m, y.width() - ow);
    var memory = scratch.segment();
    long half = start + layout.half();
    long pixel = channels * 4L;
    KernelSet.tiles(m)
        .output(
            memory,
            products,
            n * layout.planeOfM(),
            layout.planeOfM(),
            memory,
            half,
            n * pixel,
            pixel,
            n,
            channels);
    long bias = first * 4L;
    long target = y.at(picture, oh, ow) + bias;
    long row = y.width() * y.stride();
    if (columns < m) {
      finishAtEdge(half, start + layout.edge(), picture, oh, ow, first, channels);
    } else if (skip == null) {
      KernelSet.tiles(m)
          .finish(
              memory,
              half,
              pixel,
              n * pixel,
              weights.bias(),
              bias,
              floor,
              y.segment(),
              target,
              y.stride(),
              row,
              rows,
              channels);
    } else {
      KernelSet.tiles(m)
          .finishSkip(
              memory,
              half,
              pixel,
              n * pixel,
              weights.bias(),
              bias,
              skip.segment(),
              skip.at(picture, oh, ow) + bias,
              skip.stride(),
              skip.width() * skip.stride(),
              floor,
              y.segment(),
              target,
              y.stride(),
              row,
              rows,
              channels);
    }
    for (int i = 0; i < rows; i++) {
      epilogue.apply(y.segment(), target + i * row, columns, y.stride(), channels);
    }
  }

  /**
   * Of a tile that hangs over the right edge: all columns into scratch, and from there the rest.
   */
  private void finishAtEdge(
      long half, long edge, int picture, int oh, int ow, int first, int channels) {
    int rows = Math.min(m, y.height() - oh);
    long pixel = channels * 4L;
    MemorySegment memory = scratch.segment();
    KernelSet.tiles(m)
        .finish(
            memory,
            half,
            pixel,
            n * pixel,
            weights.bias(),
            first * 4L,
            skip == null ? floor : Float.NEGATIVE_INFINITY,
            memory,
            edge,
            pixel,
            m * pixel,
            rows,
            channels);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < y.width() - ow; j++) {
        long from = edge + (i * m + j) * pixel;
        long target = y.at(picture, oh + i, ow + j) + first * 4L;
        if (skip == null) {
          KernelSet.channels().copy(memory, from, y.segment(), target, channels);
        } else {
          long skipped = skip.at(picture, oh + i, ow + j) + first * 4L;
          KernelSet.channels()
              .add(memory, from, skip.segment(), skipped, floor, y.segment(), target, channels);
        }
      }
    }
  }
}
