package dev.lanewise.engine.internal.kernel;

import static dev.lanewise.engine.internal.kernel.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The transforms of F(4×4, 3×3), a vector of channels at a time. Written by TileWriter, beside the
 * tests.
 */
final class VectorTile4 implements TileKernels {
  private static final VectorSpecies<Float> SPECIES = Lanes.species();
  private static final int VECTOR = SPECIES.vectorByteSize();

  @Override
  public int outputs() {
    return 4;
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
    final var c0 = FloatVector.broadcast(SPECIES, -2.5f);
    final var c1 = FloatVector.broadcast(SPECIES, -2.0f);
    final var c2 = FloatVector.broadcast(SPECIES, 0.70710677f);
    final var c3 = FloatVector.broadcast(SPECIES, -0.70710677f);
    final var c4 = FloatVector.broadcast(SPECIES, -0.5f);
    final var c5 = FloatVector.broadcast(SPECIES, 1.4142135f);
    final var c6 = FloatVector.broadcast(SPECIES, -1.4142135f);
    final long bytes = channels * 4L;

    for (int row = 0; row < rows; row++) {
      final long xAt = xOff + row * xRow;

      final long yAt = yOff + row * yRow;
      for (long i = 0; i != bytes; i += VECTOR) {
        var x0 = FloatVector.fromMemorySegment(SPECIES, x, xAt + i, ORDER);
        var x1 = FloatVector.fromMemorySegment(SPECIES, x, xAt + xStep + i, ORDER);
        var x2 = FloatVector.fromMemorySegment(SPECIES, x, xAt + 2 * xStep + i, ORDER);
        var x3 = FloatVector.fromMemorySegment(SPECIES, x, xAt + 3 * xStep + i, ORDER);
        var x4 = FloatVector.fromMemorySegment(SPECIES, x, xAt + 4 * xStep + i, ORDER);
        var x5 = FloatVector.fromMemorySegment(SPECIES, x, xAt + 5 * xStep + i, ORDER);
        var y0 = x2.fma(c0, x4.add(x0));
        var even1 = x2.fma(c1, x4);
        var odd1 = x1.fma(c1, x3);
        var y1 = odd1.fma(c2, even1);
        var y2 = odd1.fma(c3, even1);
        var even3 = x2.fma(c4, x4);
        var odd3 = x1.fma(c4, x3);
        var y3 = odd3.fma(c5, even3);
        var y4 = odd3.fma(c6, even3);
        var y5 = x3.fma(c0, x5.add(x1));
        y0.intoMemorySegment(y, yAt + i, ORDER);
        y1.intoMemorySegment(y, yAt + yStep + i, ORDER);
        y2.intoMemorySegment(y, yAt + 2 * yStep + i, ORDER);
        y3.intoMemorySegment(y, yAt + 3 * yStep + i, ORDER);
        y4.intoMemorySegment(y, yAt + 4 * yStep + i, ORDER);
        y5.intoMemorySegment(y, yAt + 5 * yStep + i, ORDER);
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
    final var c0 = FloatVector.broadcast(SPECIES, 0.70710677f);
    final var c1 = FloatVector.broadcast(SPECIES, 1.4142135f);
    final var c2 = FloatVector.broadcast(SPECIES, 0.5f);
    final var c3 = FloatVector.broadcast(SPECIES, 2.0f);
    final var c4 = FloatVector.broadcast(SPECIES, 0.35355338f);
    final var c5 = FloatVector.broadcast(SPECIES, 2.828427f);
    final long bytes = channels * 4L;

    for (int row = 0; row < rows; row++) {
      final long xAt = xOff + row * xRow;

      final long yAt = yOff + row * yRow;
      for (long i = 0; i != bytes; i += VECTOR) {
        var x0 = FloatVector.fromMemorySegment(SPECIES, x, xAt + i, ORDER);
        var x1 = FloatVector.fromMemorySegment(SPECIES, x, xAt + xStep + i, ORDER);
        var x2 = FloatVector.fromMemorySegment(SPECIES, x, xAt + 2 * xStep + i, ORDER);
        var x3 = FloatVector.fromMemorySegment(SPECIES, x, xAt + 3 * xStep + i, ORDER);
        var x4 = FloatVector.fromMemorySegment(SPECIES, x, xAt + 4 * xStep + i, ORDER);
        var x5 = FloatVector.fromMemorySegment(SPECIES, x, xAt + 5 * xStep + i, ORDER);
        var sum1 = x1.add(x2);
        var difference1 = x1.sub(x2);
        var sum3 = x3.add(x4);
        var difference3 = x3.sub(x4);
        var y0 = x0.add(sum1).add(sum3);
        y0.intoMemorySegment(y, yAt + i, ORDER);
        var y1 = difference3.fma(c1, difference1.mul(c0));
        y1.intoMemorySegment(y, yAt + yStep + i, ORDER);
        var y2 = sum3.fma(c3, sum1.mul(c2));
        y2.intoMemorySegment(y, yAt + 2 * yStep + i, ORDER);
        var y3 = difference3.fma(c5, difference1.fma(c4, x5));
        y3.intoMemorySegment(y, yAt + 3 * yStep + i, ORDER);
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
    final var c0 = FloatVector.broadcast(SPECIES, 0.70710677f);
    final var c1 = FloatVector.broadcast(SPECIES, 1.4142135f);
    final var c2 = FloatVector.broadcast(SPECIES, 0.5f);
    final var c3 = FloatVector.broadcast(SPECIES, 2.0f);
    final var c4 = FloatVector.broadcast(SPECIES, 0.35355338f);
    final var c5 = FloatVector.broadcast(SPECIES, 2.828427f);
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
        var x4 = FloatVector.fromMemorySegment(SPECIES, x, xAt + 4 * xStep + i, ORDER);
        var x5 = FloatVector.fromMemorySegment(SPECIES, x, xAt + 5 * xStep + i, ORDER);
        var start = FloatVector.fromMemorySegment(SPECIES, bias, biasOff + i, ORDER);
        var sum1 = x1.add(x2);
        var difference1 = x1.sub(x2);
        var sum3 = x3.add(x4);
        var difference3 = x3.sub(x4);
        var y0 = start.add(x0).add(sum1).add(sum3);
        y0.blend(least, y0.compare(VectorOperators.LE, least)).intoMemorySegment(y, yAt + i, ORDER);
        var y1 = difference3.fma(c1, difference1.fma(c0, start));
        y1.blend(least, y1.compare(VectorOperators.LE, least))
            .intoMemorySegment(y, yAt + yStep + i, ORDER);
        var y2 = sum3.fma(c3, sum1.fma(c2, start));
        y2.blend(least, y2.compare(VectorOperators.LE, least))
            .intoMemorySegment(y, yAt + 2 * yStep + i, ORDER);
        var y3 = difference3.fma(c5, difference1.fma(c4, start.add(x5)));
        y3.blend(least, y3.compare(VectorOperators.LE, least))
            .intoMemorySegment(y, yAt + 3 * yStep + i, ORDER);
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
    final var c0 = FloatVector.broadcast(SPECIES, 0.70710677f);
    final var c1 = FloatVector.broadcast(SPECIES, 1.4142135f);
    final var c2 = FloatVector.broadcast(SPECIES, 0.5f);
    final var c3 = FloatVector.broadcast(SPECIES, 2.0f);
    final var c4 = FloatVector.broadcast(SPECIES, 0.35355338f);
    final var c5 = FloatVector.broadcast(SPECIES, 2.828427f);
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
        var x4 = FloatVector.fromMemorySegment(SPECIES, x, xAt + 4 * xStep + i, ORDER);
        var x5 = FloatVector.fromMemorySegment(SPECIES, x, xAt + 5 * xStep + i, ORDER);
        var start = FloatVector.fromMemorySegment(SPECIES, bias, biasOff + i, ORDER);
        var sum1 = x1.add(x2);
        var difference1 = x1.sub(x2);
        var sum3 = x3.add(x4);
        var difference3 = x3.sub(x4);
        var y0 = start.add(x0).add(sum1).add(sum3);
        var s0 = FloatVector.fromMemorySegment(SPECIES, skip, skipAt + i, ORDER);
        var z0 = y0.add(s0);
        z0.blend(least, z0.compare(VectorOperators.LE, least)).intoMemorySegment(y, yAt + i, ORDER);
        var y1 = difference3.fma(c1, difference1.fma(c0, start));
        var s1 = FloatVector.fromMemorySegment(SPECIES, skip, skipAt + skipStep + i, ORDER);
        var z1 = y1.add(s1);
        z1.blend(least, z1.compare(VectorOperators.LE, least))
            .intoMemorySegment(y, yAt + yStep + i, ORDER);
        var y2 = sum3.fma(c3, sum1.fma(c2, start));
        var s2 = FloatVector.fromMemorySegment(SPECIES, skip, skipAt + 2 * skipStep + i, ORDER);
        var z2 = y2.add(s2);
        z2.blend(least, z2.compare(VectorOperators.LE, least))
            .intoMemorySegment(y, yAt + 2 * yStep + i, ORDER);
        var y3 = difference3.fma(c5, difference1.fma(c4, start.add(x5)));
        var s3 = FloatVector.fromMemorySegment(SPECIES, skip, skipAt + 3 * skipStep + i, ORDER);
        var z3 = y3.add(s3);
        z3.blend(least, z3.compare(VectorOperators.LE, least))
            .intoMemorySegment(y, yAt + 3 * yStep + i, ORDER);
      }
    }
  }
}
