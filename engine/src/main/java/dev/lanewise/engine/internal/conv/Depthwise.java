package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.kernel.ChannelKernels;
import dev.lanewise.engine.internal.kernel.KernelSet;
import dev.lanewise.engine.internal.parallel.Work;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A convolution of as many groups as channels: lanes over channels, one output row a part. Where
 * the window hangs over the picture, its pixels are gathered first, with zeros, since a tap on the
 * padding executes as any other.
 */
public final class Depthwise implements Work {
  private static final ChannelKernels KERNELS = KernelSet.chosen().channels();

  private final Pixels x;
  private final Taps taps;
  private final DepthwiseWeights weights;
  private final @Nullable Pixels skip;
  private final float floor;
  private final Pixels y;
  private final Scratch scratch;

  /** y = floor(x ∗ weights + bias ⊕ skip); x must be padded to vectors. */
  public Depthwise(
      Pixels x,
      Taps taps,
      DepthwiseWeights weights,
      @Nullable Pixels skip,
      float floor,
      Pixels y,
      Scratch scratch) {
    this.x = x;
    this.taps = taps;
    this.weights = weights;
    this.skip = skip;
    this.floor = floor;
    this.y = y;
    this.scratch = scratch;
  }

  /** The bytes of scratch that each worker needs. */
  public static long scratchBytes(Taps taps, int pitch) {
    return (long) taps.count() * pitch * Float.BYTES;
  }

  @Override
  public int parts() {
    return y.batch() * y.height();
  }

  @Override
  public void run(int part, int worker) {
    int n = part / y.height();
    int oh = part % y.height();
    int ih = taps.firstRow(oh);
    boolean rowInside = ih >= 0 && ih + (taps.kernelH() - 1) * taps.dilationH() < x.height();
    float least = skip == null ? floor : Float.NEGATIVE_INFINITY;
    long rowStride = (long) taps.dilationH() * x.width() * x.stride();
    long columnStride = taps.dilationW() * x.stride();
    for (int ow = 0; ow < y.width(); ow++) {
      int iw = taps.firstColumn(ow);
      long target = y.at(n, oh, ow);
      if (rowInside && iw >= 0 && iw + (taps.kernelW() - 1) * taps.dilationW() < x.width()) {
        pixel(x.segment(), x.at(n, ih, iw), rowStride, columnStride, least, target);
      } else {
        gather(n, ih, iw, scratch.of(worker));
        pixel(
            scratch.segment(),
            scratch.of(worker),
            taps.kernelW() * x.stride(),
            x.stride(),
            least,
            target);
      }
      if (skip != null) {
        KERNELS.add(
            y.segment(),
            target,
            skip.segment(),
            skip.at(n, oh, ow),
            floor,
            y.segment(),
            target,
            y.pitch());
      }
    }
  }

  private void pixel(
      MemorySegment source, long at, long rowStride, long columnStride, float least, long target) {
    KERNELS.depthwise(
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
          KERNELS.copy(x.segment(), x.at(n, ih, iw), scratch.segment(), at, x.pitch());
        } else {
          KERNELS.zero(scratch.segment(), at, x.pitch());
        }
        at += x.stride();
      }
    }
  }
}
