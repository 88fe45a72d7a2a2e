package dev.lanewise.engine.internal.kernel;

import static dev.lanewise.engine.internal.kernel.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A vector of channels of 7 pixels side by side. See {@link GroupKernels} for the operands. The
 * loops end at {@code !=}, as those of {@link TileKernels} do. Written by GroupWriter, beside the
 * tests.
 */
final class Groups7 {
  private static final VectorSpecies<Float> SPECIES = Lanes.species();
  private static final long WEIGHTS = GroupKernels.LANES * 4L;

  private Groups7() {}

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
    final long step = strides.pixel();
    final int kernelH = strides.kernelH();
    final int kernelW = strides.kernelW();
    var c0 = FloatVector.fromMemorySegment(SPECIES, bias, biasOff, ORDER);
    var c1 = c0;
    var c2 = c0;
    var c3 = c0;
    var c4 = c0;
    var c5 = c0;
    var c6 = c0;
    long weight = wOff;
    for (int kh = 0; kh != kernelH; kh++) {
      for (int kw = 0; kw != kernelW; kw++) {
        long at = xOff + kh * strides.row() + kw * strides.column();
        for (int j = 0; j != group; j += GroupKernels.STEP) {
          var x0 = FloatVector.fromMemorySegment(SPECIES, x, at, ORDER);
          var x1 = FloatVector.fromMemorySegment(SPECIES, x, at + step, ORDER);
          var x2 = FloatVector.fromMemorySegment(SPECIES, x, at + 2 * step, ORDER);
          var x3 = FloatVector.fromMemorySegment(SPECIES, x, at + 3 * step, ORDER);
          var x4 = FloatVector.fromMemorySegment(SPECIES, x, at + 4 * step, ORDER);
          var x5 = FloatVector.fromMemorySegment(SPECIES, x, at + 5 * step, ORDER);
          var x6 = FloatVector.fromMemorySegment(SPECIES, x, at + 6 * step, ORDER);
          var w0 = FloatVector.fromMemorySegment(SPECIES, w, weight, ORDER);
          var w1 = FloatVector.fromMemorySegment(SPECIES, w, weight + WEIGHTS, ORDER);
          var w2 = FloatVector.fromMemorySegment(SPECIES, w, weight + 2 * WEIGHTS, ORDER);
          var w3 = FloatVector.fromMemorySegment(SPECIES, w, weight + 3 * WEIGHTS, ORDER);
          c0 = x0.rearrange(input0).fma(w0, c0);
          c1 = x1.rearrange(input0).fma(w0, c1);
          c2 = x2.rearrange(input0).fma(w0, c2);
          c3 = x3.rearrange(input0).fma(w0, c3);
          c4 = x4.rearrange(input0).fma(w0, c4);
          c5 = x5.rearrange(input0).fma(w0, c5);
          c6 = x6.rearrange(input0).fma(w0, c6);
          c0 = x0.rearrange(input1).fma(w1, c0);
          c1 = x1.rearrange(input1).fma(w1, c1);
          c2 = x2.rearrange(input1).fma(w1, c2);
          c3 = x3.rearrange(input1).fma(w1, c3);
          c4 = x4.rearrange(input1).fma(w1, c4);
          c5 = x5.rearrange(input1).fma(w1, c5);
          c6 = x6.rearrange(input1).fma(w1, c6);
          c0 = x0.rearrange(input2).fma(w2, c0);
          c1 = x1.rearrange(input2).fma(w2, c1);
          c2 = x2.rearrange(input2).fma(w2, c2);
          c3 = x3.rearrange(input2).fma(w2, c3);
          c4 = x4.rearrange(input2).fma(w2, c4);
          c5 = x5.rearrange(input2).fma(w2, c5);
          c6 = x6.rearrange(input2).fma(w2, c6);
          c0 = x0.rearrange(input3).fma(w3, c0);
          c1 = x1.rearrange(input3).fma(w3, c1);
          c2 = x2.rearrange(input3).fma(w3, c2);
          c3 = x3.rearrange(input3).fma(w3, c3);
          c4 = x4.rearrange(input3).fma(w3, c4);
          c5 = x5.rearrange(input3).fma(w3, c5);
          c6 = x6.rearrange(input3).fma(w3, c6);
          at += GroupKernels.STEP * 4L;
          weight += GroupKernels.STEP * WEIGHTS;
        }
      }
    }
    var least = FloatVector.broadcast(SPECIES, floor);
    c0.blend(least, c0.compare(VectorOperators.LE, least)).intoMemorySegment(y, yOff, ORDER);
    c1.blend(least, c1.compare(VectorOperators.LE, least))
        .intoMemorySegment(y, yOff + strides.target(), ORDER);
    c2.blend(least, c2.compare(VectorOperators.LE, least))
        .intoMemorySegment(y, yOff + 2 * strides.target(), ORDER);
    c3.blend(least, c3.compare(VectorOperators.LE, least))
        .intoMemorySegment(y, yOff + 3 * strides.target(), ORDER);
    c4.blend(least, c4.compare(VectorOperators.LE, least))
        .intoMemorySegment(y, yOff + 4 * strides.target(), ORDER);
    c5.blend(least, c5.compare(VectorOperators.LE, least))
        .intoMemorySegment(y, yOff + 5 * strides.target(), ORDER);
    c6.blend(least, c6.compare(VectorOperators.LE, least))
        .intoMemorySegment(y, yOff + 6 * strides.target(), ORDER);
  }
}
