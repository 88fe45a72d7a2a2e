package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The kernels of small groups, a vector of output channels at a time. */
final class VectorGroups implements GroupKernels {
  private static final VectorSpecies<Float> SPECIES = Lanes.species();
  private static final int VECTOR = SPECIES.length();
  private static final Spread FOURS = Spread.of(4);
  private static final Spread EIGHTS = Spread.of(8);
  private static final Spread WIDE = Spread.of(VECTOR);

  /**
   * Which lane of a pixel's vector each lane multiplies with, for {@link GroupKernels#STEP} inputs
   * of its group.
   */
  record Spread(
      VectorShuffle<Float> input0,
      VectorShuffle<Float> input1,
      VectorShuffle<Float> input2,
      VectorShuffle<Float> input3) {
    private static Spread of(int group) {
      return new Spread(input(group, 0), input(group, 1), input(group, 2), input(group, 3));
    }

    private static VectorShuffle<Float> input(int group, int j) {
      return VectorShuffle.fromOp(SPECIES, lane -> lane / group * group + j);
    }
  }

  @Override
  public void tile(
      Strides strides,
      int group,
      MemorySegment x,
      long xOff,
      MemorySegment w,
      long wOff,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment y,
      long yOff) {
    for (int lane = 0; lane < GroupKernels.block(group); lane += VECTOR) {
      Groups7.run(
          strides,
          group,
          spread(group),
          x,
          xOff + first(lane, group) * 4L,
          w,
          wOff + GroupKernels.weights(lane, group, strides.taps()),
          bias,
          biasOff + lane * 4L,
          floor,
          y,
          yOff + lane * 4L);
    }
  }

  @Override
  public void pixel(
      Strides strides,
      int group,
      MemorySegment x,
      long xOff,
      MemorySegment w,
      long wOff,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment y,
      long yOff) {
    for (int lane = 0; lane < GroupKernels.block(group); lane += VECTOR) {
      Groups1.run(
          strides,
          group,
          spread(group),
          x,
          xOff + first(lane, group) * 4L,
          w,
          wOff + GroupKernels.weights(lane, group, strides.taps()),
          bias,
          biasOff + lane * 4L,
          floor,
          y,
          yOff + lane * 4L);
    }
  }

  private static Spread spread(int group) {
    return group >= VECTOR ? WIDE : group == 4 ? FOURS : EIGHTS;
  }

  /** The channel of the pixel that input 0 of lane 0's group is. */
  private static int first(int lane, int group) {
    return lane / group * group;
  }
}
