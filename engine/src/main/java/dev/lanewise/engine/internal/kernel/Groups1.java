package dev.lanewise.engine.internal.kernel;

import static dev.lanewise.engine.internal.kernel.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A vector of channels of one pixel. See {@link GroupKernels} for the operands. The loops end at
 * {@code !=}, as those of {@link TileKernels} do. Written by GroupWriter, beside the tests.
 */
final class Groups1 {
  private static final VectorSpecies<Float> SPECIES = Lanes.species();
  private static final long WEIGHTS = GroupKernels.LANES * 4L;

  private Groups1() {}

  static void run(
      GroupKernels.Strides strides,
      int group,
      VectorGroups.Spread spread,
      MemorySegment x,
      long xOff,
      MemorySegment w,
      long wOff,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment y,
      long yOff) {
    Lanes.offHeap(x.isNative() && w.isNative() && bias.isNative() && y.isNative());

    var input0 = spread.input0();
    var input1 = spread.input1();
    var input2 = spread.input2();
    var input3 = spread.input3();
    final int kernelH = strides.kernelH();
    final int kernelW = strides.kernelW();
    var c0 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff, ORDER);
    long weight = wOff;
    for (int kh = 0; kh != kernelH; kh++) {
      for (int kw = 0; kw != kernelW; kw++) {
        long at = xOff + kh * strides.row() + kw * strides.column();
        for (int j = 0; j != group; j += GroupKernels.STEP) {
          var x0 = FloatVector.fromMemorySegment(SPECIES, x, at, ORDER);
          var w0 = FloatVector.fromMemorySegment(SPECIES, w, weight, ORDER);
          var w1 = FloatVector.fromMemorySegment(SPECIES, w, weight + WEIGHTS, ORDER);
          var w2 = FloatVector.fromMemorySegment(SPECIES, w, weight + 2 * WEIGHTS, ORDER);
          var w3 = FloatVector.fromMemorySegment(SPECIES, w, weight + 3 * WEIGHTS, ORDER);
          c0 = x0.rearrange(input0).fma(w0, c0);
          c0 = x0.rearrange(input1).fma(w1, c0);
          c0 = x0.rearrange(input2).fma(w2, c0);
          c0 = x0.rearrange(input3).fma(w3, c0);
          at += GroupKernels.STEP * 4L;
          weight += GroupKernels.STEP * WEIGHTS;
        }
      }
    }
    var least = FloatVector.broadcast(SPECIES, floor);
    c0.blend(least, c0.compare(VectorOperators.LE, least)).intoMemorySegment(y, yOff, ORDER);
  }
}
