package dev.lanewise.engine.internal.kernel;

import static dev.lanewise.engine.internal.kernel.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The transforms of F(2×2, 3×3), a vector of channels at a time. Written by TileWriter, beside the
 * tests.
 */
final class VectorTile2 implements TileKernels {
  private static final VectorSpecies<Float> SPECIES = Lanes.species();
  private static final int VECTOR = SPECIES.vectorByteSize();

  @Override
  public int outputs() {
    return 2;
  }

  @Override
  public void input(
      MemorySegment x,
      long xOff,
      long xStep,
      long xRow,
      MemorySegment y,
      long yOff,
      long yStep,
      long yRow,
      int rows,
      int channels) {
    Lanes.offHeap(x.isNative() && y.isNative());
    final long bytes = channels * 4L;

    for (int row = 0; row < rows; row++) {
      final long xAt = xOff + row * xRow;

      final long yAt = yOff + row * yRow;
      for (long i = 0; i != bytes; i += VECTOR) {
        var x0 = FloatVector.fromMemorySegment(SPECIES, x, xAt + i, ORDER);
        var x1 = FloatVector.fromMemorySegment(SPECIES, x, xAt + xStep + i, ORDER);
        var x2 = FloatVector.fromMemorySegment(SPECIES, x, xAt + 2 * xStep + i, ORDER);
        var x3 = FloatVector.fromMemorySegment(SPECIES, x, xAt + 3 * xStep + i, ORDER);
        var y0 = x2.sub(x0);
        var even1 = x2;
        var odd1 = x1;
        var y1 = even1.add(odd1);
        var y2 = even1.sub(odd1);
        var y3 = x3.sub(x1);
        y0.intoMemorySegment(y, yAt + i, ORDER);
        y1.intoMemorySegment(y, yAt + yStep + i, ORDER);
        y2.intoMemorySegment(y, yAt + 2 * yStep + i, ORDER);
        y3.intoMemorySegment(y, yAt + 3 * yStep + i, ORDER);
      }
    }
  }

  @Override
  public void output(
      MemorySegment x,
      long xOff,
      long xStep,
      long xRow,
      MemorySegment y,
      long yOff,
      long yStep,
      long yRow,
      int rows,
      int channels) {
    Lanes.offHeap(x.isNative() && y.isNative());
    final long bytes = channels * 4L;

    for (int row = 0; row < rows; row++) {
      final long xAt = xOff + row * xRow;

      final long yAt = yOff + row * yRow;
      for (long i = 0; i != bytes; i += VECTOR) {
        var x0 = FloatVector.fromMemorySegment(SPECIES, x, xAt + i, ORDER);
        var x1 = FloatVector.fromMemorySegment(SPECIES, x, xAt + xStep + i, ORDER);
        var x2 = FloatVector.fromMemorySegment(SPECIES, x, xAt + 2 * xStep + i, ORDER);
        var x3 = FloatVector.fromMemorySegment(SPECIES, x, xAt + 3 * xStep + i, ORDER);
        var sum1 = x1.add(x2);
        var difference1 = x1.sub(x2);
        var y0 = x0.add(sum1);
        y0.intoMemorySegment(y, yAt + i, ORDER);
        var y1 = difference1.add(x3);
        y1.intoMemorySegment(y, yAt + yStep + i, ORDER);
      }
    }
  }

  @Override
  public void finish(
      MemorySegment x,
      long xOff,
      long xStep,
      long xRow,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment y,
      long yOff,
      long yStep,
      long yRow,
      int rows,
      int channels) {
    Lanes.offHeap(x.isNative() && bias.isNative() && y.isNative());
    final var least = FloatVector.broadcast(SPECIES, floor);
    final long bytes = channels * 4L;

    for (int row = 0; row < rows; row++) {
      final long xAt = xOff + row * xRow;

      final long yAt = yOff + row * yRow;
      for (long i = 0; i != bytes; i += VECTOR) {
        var x0 = FloatVector.fromMemorySegment(SPECIES, x, xAt + i, ORDER);
        var x1 = FloatVector.fromMemorySegment(SPECIES, x, xAt + xStep + i, ORDER);
        var x2 = FloatVector.fromMemorySegment(SPECIES, x, xAt + 2 * xStep + i, ORDER);
        var x3 = FloatVector.fromMemorySegment(SPECIES, x, xAt + 3 * xStep + i, ORDER);
        var start = FloatVector.fromMemorySegment(SPECIES, bias, biasOff + i, ORDER);
        var sum1 = x1.add(x2);
        var difference1 = x1.sub(x2);
        var y0 = start.add(x0).add(sum1);
        y0.blend(least, y0.compare(VectorOperators.LE, least)).intoMemorySegment(y, yAt + i, ORDER);
        var y1 = start.add(difference1).add(x3);
        y1.blend(least, y1.compare(VectorOperators.LE, least))
            .intoMemorySegment(y, yAt + yStep + i, ORDER);
      }
    }
  }

  @Override
  public void finishSkip(
      MemorySegment x,
      long xOff,
      long xStep,
      long xRow,
      MemorySegment bias,
      long biasOff,
      MemorySegment skip,
      long skipOff,
      long skipStep,
      long skipRow,
      float floor,
      MemorySegment y,
      long yOff,
      long yStep,
      long yRow,
      int rows,
      int channels) {
    Lanes.offHeap(x.isNative() && bias.isNative() && skip.isNative() && y.isNative());
    final var least = FloatVector.broadcast(SPECIES, floor);
    final long bytes = channels * 4L;

    for (int row = 0; row < rows; row++) {
      final long xAt = xOff + row * xRow;
      final long skipAt = skipOff + row * skipRow;
      final long yAt = yOff + row * yRow;
      for (long i = 0; i != bytes; i += VECTOR) {
        var x0 = FloatVector.fromMemorySegment(SPECIES, x, xAt + i, ORDER);
        var x1 = FloatVector.fromMemorySegment(SPECIES, x, xAt + xStep + i, ORDER);
        var x2 = FloatVector.fromMemorySegment(SPECIES, x, xAt + 2 * xStep + i, ORDER);
        var x3 = FloatVector.fromMemorySegment(SPECIES, x, xAt + 3 * xStep + i, ORDER);
        var start = FloatVector.fromMemorySegment(SPECIES, bias, biasOff + i, ORDER);
        var sum1 = x1.add(x2);
        var difference1 = x1.sub(x2);
        var y0 = start.add(x0).add(sum1);
        var s0 = FloatVector.fromMemorySegment(SPECIES, skip, skipAt + i, ORDER);
        var z0 = y0.add(s0);
        z0.blend(least, z0.compare(VectorOperators.LE, least)).intoMemorySegment(y, yAt + i, ORDER);
        var y1 = start.add(difference1).add(x3);
        var s1 = FloatVector.fromMemorySegment(SPECIES, skip, skipAt + skipStep + i, ORDER);
        var z1 = y1.add(s1);
        z1.blend(least, z1.compare(VectorOperators.LE, least))
            .intoMemorySegment(y, yAt + yStep + i, ORDER);
      }
    }
  }
}
