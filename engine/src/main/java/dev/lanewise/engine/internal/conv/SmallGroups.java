package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.kernel.Epilogue;
import dev.lanewise.engine.internal.kernel.GroupKernels;
import dev.lanewise.engine.internal.kernel.KernelSet;
import dev.lanewise.engine.internal.parallel.Work;
import org.jspecify.annotations.Nullable;

/**
 * A convolution in groups of few channels, lanes over the channels of several groups, a few whole
 * groups and some rows of the output a part.
 *
 * <p>The channels' part of the input rows is copied into scratch, with zeros around the picture, so
 * that all windows are alike.
 */
public final class SmallGroups implements Work {
  /** The input rows of a part are read again and again from the second-level cache. */
  private static final long CACHE = 128 << 10;

  /** Parts that each thread has at least, where there are so many rows. */
  private static final int PARTS = 4;

  private final Pixels x;
  private final Taps taps;
  private final GroupWeights weights;
  private final @Nullable Pixels skip;
  private final Epilogue epilogue;
  private final float floor;
  private final Pixels y;
  private final Scratch scratch;
  private final GroupKernels.Strides strides;

  /** Channels of a part. */
  private final int block;

  /** A row of the input in scratch. */
  private final long rowBytes;

  /** Rows of the output of a part. */
  private final int rows;

  /** y = epilogue(x ∗ weights + bias ⊕ skip); x must be padded to vectors. */
  public SmallGroups(
      Pixels x,
      Taps taps,
      GroupWeights weights,
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
    block = GroupKernels.block(weights.group());
    rows = rows(taps, block, y, threads);
    long pixel = (long) block * Float.BYTES;
    rowBytes = columns(taps, y) * pixel;
    strides =
        new GroupKernels.Strides(
            taps.kernelH(),
            taps.kernelW(),
            taps.dilationH() * rowBytes,
            taps.dilationW() * pixel,
            taps.strideW() * pixel,
            y.stride());
  }

  /** The bytes of scratch that each worker needs. */
  public static long scratchBytes(Taps taps, int group, Pixels y, int threads) {
    int block = GroupKernels.block(group);
    long inputs = inputRows(taps, rows(taps, block, y, threads));
    return (inputs * columns(taps, y) * block + GroupKernels.LANES) * Float.BYTES;
  }

  private static int rows(Taps taps, int block, Pixels y, int threads) {
    long row = columns(taps, y) * block * Float.BYTES;
    long cached = Math.ceilDiv(CACHE / row - inputRows(taps, 1), taps.strideH());
    long units = (long) y.batch() * blocks(y, block) * y.height();
    return Math.clamp(Math.min(cached, units / ((long) threads * PARTS)), 1, y.height());
  }

  private static int blocks(Pixels y, int block) {
    return Math.ceilDiv(y.channels(), block);
  }

  /** Columns of the picture and its padding that lie under the windows of a row. */
  private static long columns(Taps taps, Pixels y) {
    return (y.width() - 1L) * taps.strideW() + (taps.kernelW() - 1L) * taps.dilationW() + 1;
  }

  private static long inputRows(Taps taps, int rows) {
    return (rows - 1L) * taps.strideH() + (taps.kernelH() - 1L) * taps.dilationH() + 1;
  }

  private int partsOfPlane() {
    return Math.ceilDiv(y.height(), rows);
  }

  @Override
  public int parts() {
    return y.batch() * blocks(y, block) * partsOfPlane();
  }

  @Override
  public void run(int part, int worker) {
    int blocks = blocks(y, block);
    int channel = part % blocks * block;
    int n = part / blocks / partsOfPlane();
    int from = part / blocks % partsOfPlane() * rows;
    int to = Math.min(y.height(), from + rows);
    long copied = scratch.of(worker);
    copy(n, channel, taps.firstRow(from), (int) inputRows(taps, to - from), copied);
    for (int oh = from; oh < to; oh++) {
      row(copied, channel, y.at(n, oh, 0) + channel * 4L);
      copied += taps.strideH() * rowBytes;
      finish(n, oh, channel);
    }
  }

  /** Copies a block of channels of some rows of the picture, with what lies beside it. */
  private void copy(int n, int channel, int firstRow, int rows, long target) {
    int columns = (int) columns(taps, y);
    int left = Math.min(taps.padLeft(), columns);
    int inside = Math.clamp(columns - left, 0, x.width());
    long pixel = (long) block * Float.BYTES;
    for (int row = 0; row < rows; row++) {
      int ih = firstRow + row;
      long at = target + row * rowBytes;
      if (ih < 0 || ih >= x.height()) {
        KernelSet.channels().zero(scratch.segment(), at, columns * block);
        continue;
      }
      KernelSet.channels().zero(scratch.segment(), at, left * block);
      long to = at + left * pixel;
      KernelSet.channels()
          .copyRows(
              x.segment(),
              x.at(n, ih, 0) + channel * 4L,
              x.stride(),
              scratch.segment(),
              to,
              pixel,
              block,
              inside);
      int right = columns - left - inside;
      KernelSet.channels().zero(scratch.segment(), to + inside * pixel, right * block);
    }
    KernelSet.channels()
        .zero(scratch.segment(), target + (long) rows * columns * pixel, GroupKernels.LANES);
  }

  /** A row of the output: the last tile may overlap the one before. */
  private void row(long at, int channel, long target) {
    float least = skip == null ? floor : Float.NEGATIVE_INFINITY;
    int group = weights.group();
    long w = GroupKernels.weights(channel, group, taps.count());
    int tile = y.width() < GroupKernels.PIXELS ? 1 : GroupKernels.PIXELS;
    int last = y.width() - tile;
    for (int ow = 0; ; ow = Math.min(ow + tile, last)) {
      long from = at + ow * strides.pixel();
      long to = target + ow * strides.target();
      KernelSet.groups()
          .run(
              tile,
              strides,
              group,
              scratch.segment(),
              from,
              weights.data(),
              w,
              weights.bias(),
              channel * 4L,
              least,
              y.segment(),
              to);
      if (ow == last) {
        return;
      }
    }
  }

  private void finish(int n, int oh, int channel) {
    long target = y.at(n, oh, 0) + channel * 4L;
    if (skip != null) {
      long source = skip.at(n, oh, 0) + channel * 4L;
      for (int ow = 0; ow < y.width(); ow++) {
        long at = target + ow * y.stride();
        long from = source + ow * skip.stride();
        KernelSet.channels()
            .add(y.segment(), at, skip.segment(), from, floor, y.segment(), at, block);
      }
    }
    epilogue.apply(y.segment(), target, y.width(), y.stride(), block);
  }
}
