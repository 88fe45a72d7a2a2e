package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.gemm.Gemm;
import dev.lanewise.engine.internal.gemm.PackedMatrix;
import dev.lanewise.engine.internal.kernel.ChannelKernels;
import dev.lanewise.engine.internal.kernel.Epilogue;
import dev.lanewise.engine.internal.kernel.KernelSet;
import dev.lanewise.engine.internal.parallel.Work;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A convolution in groups: each group is a product of its own, over blocks of output pixels. A
 * group's columns are computed in scratch, since they need not fill whole vectors, and then put
 * between its neighbours' with the skip and the floor.
 */
public final class GroupedConv implements Work {
  private static final ChannelKernels KERNELS = KernelSet.chosen().channels();
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final int ROWS = 48;

  private final List<Gather> gathers;
  private final List<Gemm> gemms;
  private final @Nullable Pixels skip;
  private final Epilogue epilogue;
  private final float floor;
  private final Pixels y;
  private final Scratch scratch;
  private final int outPerGroup;
  private final int block;
  private final int depth;

  /** y = epilogue(x ∗ weights + bias ⊕ skip), {@code weights} being the groups'. */
  public GroupedConv(
      Pixels x,
      Taps taps,
      List<PackedMatrix> weights,
      @Nullable Pixels skip,
      Epilogue epilogue,
      Pixels y,
      Scratch scratch) {
    int groups = weights.size();
    int inPerGroup = x.channels() / groups;
    this.skip = skip;
    this.epilogue = epilogue;
    floor = epilogue.floor();
    this.y = y;
    this.scratch = scratch;
    outPerGroup = y.channels() / groups;
    depth = taps.count() * inPerGroup;
    block = Gemm.blockDepth(depth, inPerGroup);
    gathers =
        IntStream.range(0, groups)
            .mapToObj(g -> new Gather(x, taps, y, g * inPerGroup, inPerGroup))
            .toList();
    gemms =
        weights.stream()
            .map(
                matrix ->
                    new Gemm(
                        new Gemm.Operand(scratch.segment(), block * 4L, 0),
                        matrix,
                        null,
                        Epilogue.NONE,
                        new Gemm.Operand(scratch.segment(), matrix.columns() * 4L, 0)))
            .toList();
  }

  /** The bytes of scratch that each worker needs: gathered rows, and what they give. */
  public static long scratchBytes(Taps taps, int inPerGroup, int outPerGroup) {
    long block = Gemm.blockDepth(taps.count() * inPerGroup, inPerGroup);
    return ROWS * (block + PackedMatrix.padded(outPerGroup)) * Float.BYTES;
  }

  private int blocks() {
    return Math.ceilDiv(y.count(), ROWS);
  }

  @Override
  public int parts() {
    return blocks() * gemms.size();
  }

  @Override
  public void run(int part, int worker) {
    int group = part / blocks();
    int from = part % blocks() * ROWS;
    int to = Math.min(y.count(), from + ROWS);
    var gemm = gemms.get(group);
    long rows = scratch.of(worker);
    long result = rows + (long) ROWS * block * 4;
    for (int k0 = 0; k0 < depth; k0 += block) {
      int k1 = Math.min(depth, k0 + block);
      gathers.get(group).rows(from, to, k0, k1, scratch.segment(), rows, block);
      gemm.multiply(rows, 1, to - from, 0, gemm.weights().panels(), k0, k1, result, 0);
    }
    long stride = gemm.weights().columns() * 4L;
    for (int pixel = from; pixel < to; pixel++) {
      place(result + (pixel - from) * stride, pixel, group * outPerGroup);
    }
  }

  private void place(long from, int pixel, int channel) {
    long to = y.at(pixel) + channel * 4L;
    if (skip == null && floor == Float.NEGATIVE_INFINITY) {
      KERNELS.copy(scratch.segment(), from, y.segment(), to, outPerGroup);
      epilogue.apply(y.segment(), to, outPerGroup);
      return;
    }
    for (int o = 0; o < outPerGroup; o++) {
      float value = scratch.segment().get(FLOAT, from + o * 4L);
      if (skip != null) {
        value += skip.segment().get(FLOAT, skip.at(pixel) + (channel + o) * 4L);
      }
      y.segment().set(FLOAT, to + o * 4L, value <= floor ? floor : value);
    }
    epilogue.apply(y.segment(), to, outPerGroup);
  }
}
