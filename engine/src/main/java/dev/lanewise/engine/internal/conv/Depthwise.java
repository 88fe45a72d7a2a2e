package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.kernel.Epilogue;
import dev.lanewise.engine.internal.kernel.KernelSet;
import dev.lanewise.engine.internal.kernel.WindowKernels;
import dev.lanewise.engine.internal.parallel.Work;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A convolution of as many groups as channels: lanes over channels, one or two output rows a part.
 *
 * <p>A tap on the padding executes as any other, on zeros. The commonest windows are computed in
 * rows, one or several at once, other common ones in tiles of a few output pixels, where a tap on
 * the padding reads a pixel of zeros in the scratch; the last tile of a row may overlap the one
 * before. Other windows, and rows shorter than a tile, go pixel by pixel; where such a window hangs
 * over the picture, its pixels are gathered first.
 */
public final class Depthwise implements Work {
  private final Pixels x;
  private final Taps taps;
  private final DepthwiseWeights weights;
  private final @Nullable Pixels skip;
  private final Epilogue epilogue;
  private final float floor;
  private final Pixels y;
  private final Scratch scratch;
  private final WindowKernels.Strides strides;
  private final int tile;
  private final int partsOfPicture;
  private final boolean wholeRows;

  /** y = epilogue(x ∗ weights + bias ⊕ skip); x must be padded to vectors. */
  public Depthwise(
      Pixels x,
      Taps taps,
      DepthwiseWeights weights,
      @Nullable Pixels skip,
      Epilogue epilogue,
      Pixels y,
      Scratch scratch) {
    this.x = x;
    this.taps = taps;
    this.weights = weights;
    this.skip = skip;
    this.epilogue = epilogue;
    floor = epilogue.floor();
    this.y = y;
    this.scratch = scratch;
    strides =
        new WindowKernels.Strides(
            taps.kernelW(),
            taps.strideW(),
            (long) taps.dilationH() * x.width() * x.stride(),
            x.stride(),
            y.stride(),
            weights.channels());
    boolean square = taps.kernelH() == taps.kernelW() && taps.dilationW() == 1;
    int widest = square ? WindowKernels.depthwiseTile(taps.kernelW(), taps.strideW()) : 0;
    wholeRows = square && WindowKernels.hasDepthwiseRow(taps.kernelW(), taps.strideW());
    tile = y.width() < widest ? 0 : widest;
    boolean together =
        square
            && taps.strideH() == 1
            && taps.dilationH() == 1
            && taps.padLeft() <= 1
            && x.width() >= 2;
    int most = together ? WindowKernels.mostDepthwiseRows(taps.kernelW(), taps.strideW()) : 0;
    partsOfPicture = most == 0 ? y.height() : Math.ceilDiv(y.height(), most);
  }

  /** The bytes of scratch that each worker needs. */
  public static long scratchBytes(Taps taps, int pitch) {
    return (long) taps.count() * pitch * Float.BYTES;
  }

  @Override
  public int parts() {
    return y.batch() * partsOfPicture;
  }

  @Override
  public void run(int part, int worker) {
    int n = part / partsOfPicture;
    int oh = firstRow(part % partsOfPicture);
    int end = firstRow(part % partsOfPicture + 1);
    float least = skip == null ? floor : Float.NEGATIVE_INFINITY;
    long free = scratch.of(worker);
    if (end - oh > 1) {
      rows(n, oh, end - oh, least, free);
    } else if (wholeRows) {
      row(n, oh, least, free);
    } else if (tile > 0) {
      tiles(n, oh, least, free);
    } else {
      pixels(n, oh, least, free);
    }
    if (skip != null) {
      addSkip(y.at(n, oh, 0), skip, skip.at(n, oh, 0), (end - oh) * y.width());
    }
    epilogue.apply(y.segment(), y.at(n, oh, 0), (end - oh) * y.width(), y.stride(), y.pitch());
  }

  /** Where a part of a picture starts: all have about as many rows of the output. */
  private int firstRow(int part) {
    return (int) ((long) part * y.height() / partsOfPicture);
  }

  private void addSkip(long target, Pixels skip, long source, int pixels) {
    for (int p = 0; p < pixels; p++) {
      long at = target + p * y.stride();
      KernelSet.channels()
          .add(
              y.segment(),
              at,
              skip.segment(),
              source + p * skip.stride(),
              floor,
              y.segment(),
              at,
              y.pitch());
    }
  }

  /** Several rows of the output together. */
  private void rows(int n, int oh, int rows, float least, long outside) {
    KernelSet.channels().zero(scratch.segment(), outside, x.pitch());
    int ih = taps.firstRow(oh);
    KernelSet.windows()
        .depthwiseRows(
            strides,
            x.segment(),
            x.at(n, 0, 0) + ih * strides.row(),
            Taps.firstInside(ih, 1),
            Taps.endInside(ih, 1, rows + taps.kernelH() - 1, x.height()),
            taps.padLeft(),
            taps.padLeft() + x.width(),
            outside,
            weights.data(),
            weights.bias(),
            least,
            rows,
            y.at(n, oh, 0),
            y.width() * y.stride(),
            y.width());
  }

  /** A row of the output. */
  private void row(int n, int oh, float least, long outside) {
    KernelSet.channels().zero(scratch.segment(), outside, x.pitch());
    int ih = taps.firstRow(oh);
    KernelSet.windows()
        .depthwiseRow(
            strides,
            x.segment(),
            x.at(n, 0, 0) + (long) ih * x.width() * x.stride() - taps.padLeft() * x.stride(),
            Taps.firstInside(ih, taps.dilationH()),
            Taps.endInside(ih, taps.dilationH(), taps.kernelH(), x.height()),
            taps.padLeft(),
            taps.padLeft() + x.width(),
            outside,
            weights.data(),
            weights.bias(),
            least,
            y.at(n, oh, 0),
            y.width());
  }

  /** A row of the output, a tile at a time. */
  private void tiles(int n, int oh, float least, long outside) {
    KernelSet.channels().zero(scratch.segment(), outside, x.pitch());
    int ih = taps.firstRow(oh);
    int top = Taps.firstInside(ih, taps.dilationH());
    int bottom = Taps.endInside(ih, taps.dilationH(), taps.kernelH(), x.height());
    int last = y.width() - tile;
    for (int ow = 0; ; ow = Math.min(ow + tile, last)) {
      int iw = taps.firstColumn(ow);
      KernelSet.windows()
          .depthwise(
              strides,
              x.segment(),
              x.at(n, 0, 0) + (long) ih * x.width() * x.stride() + iw * x.stride(),
              top,
              bottom,
              -iw,
              x.width() - iw,
              outside,
              weights.data(),
              weights.bias(),
              least,
              y.at(n, oh, ow));
      if (ow == last) {
        return;
      }
    }
  }

  /** A row of the output, a pixel at a time. */
  private void pixels(int n, int oh, float least, long gathered) {
    int ih = taps.firstRow(oh);
    boolean rowInside = ih >= 0 && ih + (taps.kernelH() - 1) * taps.dilationH() < x.height();
    long columnStride = taps.dilationW() * x.stride();
    for (int ow = 0; ow < y.width(); ow++) {
      int iw = taps.firstColumn(ow);
      long target = y.at(n, oh, ow);
      if (rowInside && iw >= 0 && iw + (taps.kernelW() - 1) * taps.dilationW() < x.width()) {
        pixel(x.segment(), x.at(n, ih, iw), strides.row(), columnStride, least, target);
      } else {
        gather(n, ih, iw, gathered);
        pixel(scratch.segment(), gathered, taps.kernelW() * x.stride(), x.stride(), least, target);
      }
    }
  }

  private void pixel(
      MemorySegment source, long at, long rowStride, long columnStride, float least, long target) {
    KernelSet.channels()
        .depthwise(
            source,
            at,
            rowStride,
            columnStride,
            taps.kernelH(),
            taps.kernelW(),
            weights.data(),
            0,
            weights.bias(),
            0,
            least,
            y.segment(),
            target,
            weights.channels());
  }

  private void gather(int n, int firstRow, int firstColumn, long target) {
    long at = target;
    for (int kh = 0; kh < taps.kernelH(); kh++) {
      int ih = firstRow + kh * taps.dilationH();
      for (int kw = 0; kw < taps.kernelW(); kw++) {
        int iw = firstColumn + kw * taps.dilationW();
        if (ih >= 0 && ih < x.height() && iw >= 0 && iw < x.width()) {
          KernelSet.channels().copy(x.segment(), x.at(n, ih, iw), scratch.segment(), at, x.pitch());
        } else {
          KernelSet.channels().zero(scratch.segment(), at, x.pitch());
        }
        at += x.stride();
      }
    }
  }
}
