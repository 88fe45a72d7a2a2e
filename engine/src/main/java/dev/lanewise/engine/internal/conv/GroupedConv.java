package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.gemm.Gemm;
import dev.lanewise.engine.internal.gemm.PackedMatrix;
import dev.lanewise.engine.internal.kernel.Epilogue;
import dev.lanewise.engine.internal.kernel.KernelSet;
import dev.lanewise.engine.internal.parallel.Work;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A convolution in groups, each a product of its own: some output pixels a part, group after group.
 * A group's columns are computed in scratch, since they need not fill whole vectors, and then put
 * between its neighbours'. The rows of the product are gathered, unless they lie in the input as
 * they are.
 */
public final class GroupedConv implements Work {
  /** The most pixels of a part, so that what is gathered and computed stays in a cache. */
  private static final int ROWS = 48;

  /** Parts that each thread has at least, where there are so many pixels. */
  private static final int PARTS = 4;

  private final Pixels x;
  private final List<Gather> gathers;
  private final List<Gemm> gemms;
  private final @Nullable Pixels skip;
  private final Epilogue epilogue;
  private final Pixels y;
  private final Scratch scratch;
  private final int inPerGroup;
  private final int outPerGroup;
  private final int block;
  private final int depth;
  private final int parts;
  private final boolean inPlace;

  /** y = epilogue(x ∗ weights + bias ⊕ skip), {@code weights} being the groups'. */
  public GroupedConv(
      Pixels x,
      Taps taps,
      List<PackedMatrix> weights,
      @Nullable Pixels skip,
      Epilogue epilogue,
      Pixels y,
      Scratch scratch,
      int threads) {
    int groups = weights.size();
    this.x = x;
    this.skip = skip;
    this.epilogue = epilogue;
    this.y = y;
    this.scratch = scratch;
    inPerGroup = x.channels() / groups;
    outPerGroup = y.channels() / groups;
    depth = taps.count() * inPerGroup;
    block = Gemm.blockDepth(depth, inPerGroup);
    parts = Math.max(Math.ceilDiv(y.count(), ROWS), Math.min(y.count(), threads * PARTS));
    inPlace = taps.isPointwise();
    gathers =
        IntStream.range(0, groups)
            .mapToObj(g -> new Gather(x, taps, y, g * inPerGroup, inPerGroup))
            .toList();
    var a =
        inPlace
            ? new Gemm.Operand(x.segment(), x.stride(), 0)
            : new Gemm.Operand(scratch.segment(), block * 4L, 0);
    gemms =
        weights.stream()
            .map(
                matrix ->
                    new Gemm(
                        a,
                        matrix,
                        null,
                        skip == null ? epilogue : Epilogue.NONE,
                        new Gemm.Operand(scratch.segment(), matrix.columns() * 4L, 0)))
            .toList();
  }

  /** The bytes of scratch that each worker needs: gathered rows, and what they give. */
  public static long scratchBytes(Taps taps, int inPerGroup, int outPerGroup) {
    long block = Gemm.blockDepth(taps.count() * inPerGroup, inPerGroup);
    return ROWS * (block + PackedMatrix.padded(outPerGroup)) * Float.BYTES;
  }

  @Override
  public int parts() {
    return parts;
  }

  @Override
  public void run(int part, int worker) {
    int from = firstPixel(part);
    int to = firstPixel(part + 1);
    for (int group = 0; group < gemms.size(); group++) {
      multiply(group, from, to, scratch.of(worker));
    }
    if (skip != null) {
      for (int pixel = from; pixel < to; pixel++) {
        long at = y.at(pixel);
        long source = skip.at(pixel);
        float floor = epilogue.floor();
        KernelSet.channels()
            .add(y.segment(), at, skip.segment(), source, floor, y.segment(), at, y.lanes());
      }
      epilogue.apply(y.segment(), y.at(from), to - from, y.stride(), y.lanes());
    }
  }

  private int firstPixel(int part) {
    return (int) ((long) part * y.count() / parts);
  }

  private void multiply(int group, int from, int to, long rows) {
    var gemm = gemms.get(group);
    int panels = gemm.weights().panels();
    long result = rows + (long) ROWS * block * 4;
    for (int k0 = 0; k0 < depth; k0 += block) {
      int k1 = Math.min(depth, k0 + block);
      long source = rows;
      if (inPlace) {
        source = x.at(from) + ((long) group * inPerGroup + k0) * Float.BYTES;
      } else {
        gathers.get(group).rows(from, to, k0, k1, scratch.segment(), rows, block);
      }
      gemm.multiply(source, 1, to - from, 0, panels, k0, k1, result, 0);
    }
    KernelSet.channels()
        .copyRows(
            scratch.segment(),
            result,
            gemm.weights().columns() * 4L,
            y.segment(),
            y.at(from) + (long) group * outPerGroup * Float.BYTES,
            y.stride(),
            outPerGroup,
            to - from);
  }
}
