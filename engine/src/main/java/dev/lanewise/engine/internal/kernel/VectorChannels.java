package dev.lanewise.engine.internal.kernel;

import static dev.lanewise.engine.internal.kernel.Lanes.FLOAT;
import static dev.lanewise.engine.internal.kernel.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The kernels over channels, a vector at a time. */
final class VectorChannels implements ChannelKernels {
  private static final VectorSpecies<Float> SPECIES = Lanes.species();
  private static final int LANES = SPECIES.length();

  @Override
  public void copy(MemorySegment x, long xOff, MemorySegment y, long yOff, int floats) {
    int i = 0;
    for (; i <= floats - LANES; i += LANES) {
      load(x, xOff + (long) i * 4).intoMemorySegment(y, yOff + (long) i * 4, ORDER);
    }
    for (; i < floats; i++) {
      y.set(FLOAT, yOff + (long) i * 4, x.get(FLOAT, xOff + (long) i * 4));
    }
  }

  @Override
  public void zero(MemorySegment y, long yOff, int floats) {
    var zero = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= floats - LANES; i += LANES) {
      zero.intoMemorySegment(y, yOff + (long) i * 4, ORDER);
    }
    for (; i < floats; i++) {
      y.set(FLOAT, yOff + (long) i * 4, 0f);
    }
  }

  @Override
  public void add(
      MemorySegment a,
      long aOff,
      MemorySegment b,
      long bOff,
      float floor,
      MemorySegment y,
      long yOff,
      int channels) {
    var least = FloatVector.broadcast(SPECIES, floor);
    for (int i = 0; i < channels; i += LANES) {
      var sum = load(a, aOff + (long) i * 4).add(load(b, bOff + (long) i * 4));
      floored(sum, least).intoMemorySegment(y, yOff + (long) i * 4, ORDER);
    }
  }

  @Override
  public void floor(
      MemorySegment x, long xOff, float floor, MemorySegment y, long yOff, int channels) {
    var least = FloatVector.broadcast(SPECIES, floor);
    for (int i = 0; i < channels; i += LANES) {
      floored(load(x, xOff + (long) i * 4), least).intoMemorySegment(y, yOff + (long) i * 4, ORDER);
    }
  }

  @Override
  public void scale(
      MemorySegment x,
      long xOff,
      MemorySegment scale,
      long scaleOff,
      MemorySegment shift,
      long shiftOff,
      MemorySegment y,
      long yOff,
      int channels) {
    for (int i = 0; i < channels; i += LANES) {
      load(x, xOff + (long) i * 4)
          .fma(load(scale, scaleOff + (long) i * 4), load(shift, shiftOff + (long) i * 4))
          .intoMemorySegment(y, yOff + (long) i * 4, ORDER);
    }
  }

  @Override
  public void max(
      MemorySegment x,
      long xOff,
      long rowStride,
      long columnStride,
      int rows,
      int columns,
      MemorySegment y,
      long yOff,
      int channels) {
    for (int i = 0; i < channels; i += LANES) {
      var max = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
      for (int row = 0; row < rows; row++) {
        long first = xOff + row * rowStride + (long) i * 4;
        for (int column = 0; column < columns; column++) {
          max = max.max(load(x, first + column * columnStride));
        }
      }
      max.intoMemorySegment(y, yOff + (long) i * 4, ORDER);
    }
  }

  @Override
  public void mean(
      MemorySegment x,
      long xOff,
      long rowStride,
      long columnStride,
      int rows,
      int columns,
      float count,
      MemorySegment y,
      long yOff,
      int channels) {
    for (int i = 0; i < channels; i += LANES) {
      var sum = FloatVector.zero(SPECIES);
      for (int row = 0; row < rows; row++) {
        long first = xOff + row * rowStride + (long) i * 4;
        for (int column = 0; column < columns; column++) {
          sum = sum.add(load(x, first + column * columnStride));
        }
      }
      sum.div(count).intoMemorySegment(y, yOff + (long) i * 4, ORDER);
    }
  }

  @Override
  public void depthwise(
      MemorySegment x,
      long xOff,
      long rowStride,
      long columnStride,
      int rows,
      int columns,
      MemorySegment w,
      long wOff,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment y,
      long yOff,
      int channels) {
    var least = FloatVector.broadcast(SPECIES, floor);
    for (int i = 0; i < channels; i += LANES) {
      var acc = load(bias, biasOff + (long) i * 4);
      for (int row = 0; row < rows; row++) {
        long first = xOff + row * rowStride + (long) i * 4;
        long weights = wOff + (long) row * columns * channels * 4 + (long) i * 4;
        for (int column = 0; column < columns; column++) {
          acc =
              load(x, first + column * columnStride)
                  .fma(load(w, weights + (long) column * channels * 4), acc);
        }
      }
      floored(acc, least).intoMemorySegment(y, yOff + (long) i * 4, ORDER);
    }
  }

  private static FloatVector load(MemorySegment x, long offset) {
    return FloatVector.fromMemorySegment(SPECIES, x, offset, ORDER);
  }

  private static FloatVector floored(FloatVector y, FloatVector floor) {
    return y.blend(floor, y.compare(VectorOperators.LE, floor));
  }
}
