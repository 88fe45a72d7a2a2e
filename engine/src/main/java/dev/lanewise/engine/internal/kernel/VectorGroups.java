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
  public void run(
      int pixels,
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
    var spread = spread(group);
    for (int lane = 0; lane < GroupKernels.block(group); lane += VECTOR) {
      // Input 0 of the group that lane 0 of the vector belongs to.
      long from = xOff + (long) (lane - lane % group) * Float.BYTES;
      long weight = wOff + GroupKernels.weights(lane, group, strides.taps());
      long at = (long) lane * Float.BYTES;
      if (pixels == 1) {
        Groups1.run(
            strides, group, spread, x, from, w, weight, bias, biasOff + at, floor, y, yOff + at);
      } else {
        Groups7.run(
            strides, group, spread, x, from, w, weight, bias, biasOff + at, floor, y, yOff + at);
      }
    }
  }

  private static Spread spread(int group) {
    return group >= VECTOR ? WIDE : group == 4 ? FOURS : EIGHTS;
  }
}
