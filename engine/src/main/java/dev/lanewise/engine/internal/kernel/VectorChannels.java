package dev.lanewise.engine.internal.kernel;

import static dev.lanewise.engine.internal.kernel.Lanes.FLOAT;
import static dev.lanewise.engine.internal.kernel.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels over channels, a vector at a time.
 *
 * <p>No method here takes or gives a vector: C2 may leave a call that is rarer than its neighbours
 * uninlined, however small, and would make an object of each vector that passes it. The Vector
 * API's own methods are always inlined.
 */
final class VectorChannels implements ChannelKernels {
  private static final VectorSpecies<Float> SPECIES = Lanes.species();
  private static final int LANES = SPECIES.length();
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

  /** So many rows, a line of the cache each, stay in the first-level cache. */
  private static final int ROWS = 256;

  @Override
  public void copy(MemorySegment x, long xOff, MemorySegment y, long yOff, int floats) {
    Lanes.offHeap(x.isNative() && y.isNative());
    if (floats < LANES) {
      for (int i = 0; i < floats; i++) {
        y.set(FLOAT, yOff + (long) i * 4, x.get(FLOAT, xOff + (long) i * 4));
      }
      return;
    }
    for (int i = 0; i < floats - LANES; i += LANES) {
      FloatVector.fromMemorySegment(SPECIES, x, xOff + (long) i * 4, ORDER)
          .intoMemorySegment(y, yOff + (long) i * 4, ORDER);
    }
    // The last vector may overlap the one before.
    long last = (floats - LANES) * 4L;
    FloatVector.fromMemorySegment(SPECIES, x, xOff + last, ORDER)
        .intoMemorySegment(y, yOff + last, ORDER);
  }

  @Override
  public void copyRows(
      MemorySegment x,
      long xOff,
      long xRow,
      MemorySegment y,
      long yOff,
      long yRow,
      int floats,
      int rows) {
    if (floats < LANES) {
      for (int row = 0; row < rows; row += ROWS) {
        int count = Math.min(ROWS, rows - row);
        copyColumns(x, xOff + row * xRow, xRow, y, yOff + row * yRow, yRow, floats, count);
      }
    } else if (floats <= 2 * LANES) {
      copyPairs(x, xOff, xRow, y, yOff, yRow, floats, rows);
    } else {
      for (int row = 0; row < rows; row++) {
        copy(x, xOff + row * xRow, y, yOff + row * yRow, floats);
      }
    }
  }

  /** Rows shorter than a vector: a loop down each column, since one for each row is too short. */
  private static void copyColumns(
      MemorySegment x,
      long xOff,
      long xRow,
      MemorySegment y,
      long yOff,
      long yRow,
      int floats,
      int rows) {
    for (int i = 0; i < floats; i++) {
      long from = xOff + (long) i * 4;
      long to = yOff + (long) i * 4;
      for (int row = 0; row < rows; row++) {
        y.set(INT, to + row * yRow, x.get(INT, from + row * xRow));
      }
    }
  }

  /** Rows of one or two vectors, which may overlap. */
  private static void copyPairs(
      MemorySegment x,
      long xOff,
      long xRow,
      MemorySegment y,
      long yOff,
      long yRow,
      int floats,
      int rows) {
    Lanes.offHeap(x.isNative() && y.isNative());
    long last = (floats - LANES) * 4L;
    for (int row = 0; row < rows; row++) {
      long from = xOff + row * xRow;
      long to = yOff + row * yRow;
      FloatVector.fromMemorySegment(SPECIES, x, from, ORDER).intoMemorySegment(y, to, ORDER);
      FloatVector.fromMemorySegment(SPECIES, x, from + last, ORDER)
          .intoMemorySegment(y, to + last, ORDER);
    }
  }

  @Override
  public void zero(MemorySegment y, long yOff, int floats) {
    Lanes.offHeap(y.isNative());
    if (floats < LANES) {
      for (int i = 0; i < floats; i++) {
        y.set(FLOAT, yOff + (long) i * 4, 0f);
      }
      return;
    }
    // No variable: it would live through the loop, and might become an object.
    for (int i = 0; i < floats - LANES; i += LANES) {
      FloatVector.zero(SPECIES).intoMemorySegment(y, yOff + (long) i * 4, ORDER);
    }
    FloatVector.zero(SPECIES).intoMemorySegment(y, yOff + (floats - LANES) * 4L, ORDER);
  }

  @Override
  public void gather(
      MemorySegment x,
      long xOff,
      long pixel,
      long run,
      int runs,
      int floats,
      MemorySegment y,
      long yOff,
      int pixels) {
    switch (Math.ceilDiv(floats, LANES)) {
      case 1 -> gatherVectors(x, xOff, pixel, run, runs, floats, y, yOff, pixels);
      case 2 -> gatherPairs(x, xOff, pixel, run, runs, floats, y, yOff, pixels);
      case 3 -> gatherTriples(x, xOff, pixel, run, runs, floats, y, yOff, pixels);
      default -> gatherAny(x, xOff, pixel, run, runs, floats, y, yOff, pixels);
    }
  }

  private static void gatherVectors(
      MemorySegment x,
      long xOff,
      long pixel,
      long run,
      int runs,
      int floats,
      MemorySegment y,
      long yOff,
      int pixels) {
    Lanes.offHeap(x.isNative() && y.isNative());
    long at = yOff;
    for (int i = 0; i < pixels; i++) {
      long from = xOff + i * pixel;
      for (int j = 0; j < runs; j++) {
        FloatVector.fromMemorySegment(SPECIES, x, from, ORDER).intoMemorySegment(y, at, ORDER);
        from += run;
        at += floats * 4L;
      }
    }
  }

  private static void gatherPairs(
      MemorySegment x,
      long xOff,
      long pixel,
      long run,
      int runs,
      int floats,
      MemorySegment y,
      long yOff,
      int pixels) {
    Lanes.offHeap(x.isNative() && y.isNative());
    long second = LANES * 4L;
    long at = yOff;
    for (int i = 0; i < pixels; i++) {
      long from = xOff + i * pixel;
      for (int j = 0; j < runs; j++) {
        FloatVector.fromMemorySegment(SPECIES, x, from, ORDER).intoMemorySegment(y, at, ORDER);
        FloatVector.fromMemorySegment(SPECIES, x, from + second, ORDER)
            .intoMemorySegment(y, at + second, ORDER);
        from += run;
        at += floats * 4L;
      }
    }
  }

  private static void gatherTriples(
      MemorySegment x,
      long xOff,
      long pixel,
      long run,
      int runs,
      int floats,
      MemorySegment y,
      long yOff,
      int pixels) {
    Lanes.offHeap(x.isNative() && y.isNative());
    long second = LANES * 4L;
    long third = LANES * 8L;
    long at = yOff;
    for (int i = 0; i < pixels; i++) {
      long from = xOff + i * pixel;
      for (int j = 0; j < runs; j++) {
        FloatVector.fromMemorySegment(SPECIES, x, from, ORDER).intoMemorySegment(y, at, ORDER);
        FloatVector.fromMemorySegment(SPECIES, x, from + second, ORDER)
            .intoMemorySegment(y, at + second, ORDER);
        FloatVector.fromMemorySegment(SPECIES, x, from + third, ORDER)
            .intoMemorySegment(y, at + third, ORDER);
        from += run;
        at += floats * 4L;
      }
    }
  }

  private static void gatherAny(
      MemorySegment x,
      long xOff,
      long pixel,
      long run,
      int runs,
      int floats,
      MemorySegment y,
      long yOff,
      int pixels) {
    Lanes.offHeap(x.isNative() && y.isNative());
    long at = yOff;
    for (int i = 0; i < pixels; i++) {
      for (int j = 0; j < runs; j++) {
        long from = xOff + i * pixel + j * run;
        for (int k = 0; k < floats; k += LANES) {
          FloatVector.fromMemorySegment(SPECIES, x, from + (long) k * 4, ORDER)
              .intoMemorySegment(y, at + (long) k * 4, ORDER);
        }
        at += floats * 4L;
      }
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
    Lanes.offHeap(a.isNative() && b.isNative() && y.isNative());
    var least = FloatVector.broadcast(SPECIES, floor);
    for (int i = 0; i < channels; i += LANES) {
      var sum =
          FloatVector.fromMemorySegment(SPECIES, a, aOff + (long) i * 4, ORDER)
              .add(FloatVector.fromMemorySegment(SPECIES, b, bOff + (long) i * 4, ORDER));
      sum.blend(least, sum.compare(VectorOperators.LE, least))
          .intoMemorySegment(y, yOff + (long) i * 4, ORDER);
    }
  }

  @Override
  public void floor(
      MemorySegment x, long xOff, float floor, MemorySegment y, long yOff, int channels) {
    Lanes.offHeap(x.isNative() && y.isNative());
    var least = FloatVector.broadcast(SPECIES, floor);
    for (int i = 0; i < channels; i += LANES) {
      var value = FloatVector.fromMemorySegment(SPECIES, x, xOff + (long) i * 4, ORDER);
      value
          .blend(least, value.compare(VectorOperators.LE, least))
          .intoMemorySegment(y, yOff + (long) i * 4, ORDER);
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
      float floor,
      MemorySegment y,
      long yOff,
      int channels) {
    Lanes.offHeap(x.isNative() && scale.isNative() && shift.isNative() && y.isNative());
    var least = FloatVector.broadcast(SPECIES, floor);
    for (int i = 0; i < channels; i += LANES) {
      var scaled =
          FloatVector.fromMemorySegment(SPECIES, x, xOff + (long) i * 4, ORDER)
              .fma(
                  FloatVector.fromMemorySegment(SPECIES, scale, scaleOff + (long) i * 4, ORDER),
                  FloatVector.fromMemorySegment(SPECIES, shift, shiftOff + (long) i * 4, ORDER));
      scaled
          .blend(least, scaled.compare(VectorOperators.LE, least))
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
    Lanes.offHeap(x.isNative() && y.isNative());
    for (int i = 0; i < channels; i += LANES) {
      var max = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
      for (int row = 0; row < rows; row++) {
        long first = xOff + row * rowStride + (long) i * 4;
        for (int column = 0; column < columns; column++) {
          max =
              max.max(
                  FloatVector.fromMemorySegment(SPECIES, x, first + column * columnStride, ORDER));
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
    Lanes.offHeap(x.isNative() && y.isNative());
    for (int i = 0; i < channels; i += LANES) {
      var sum = FloatVector.zero(SPECIES);
      for (int row = 0; row < rows; row++) {
        long first = xOff + row * rowStride + (long) i * 4;
        for (int column = 0; column < columns; column++) {
          sum =
              sum.add(
                  FloatVector.fromMemorySegment(SPECIES, x, first + column * columnStride, ORDER));
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
    Lanes.offHeap(x.isNative() && w.isNative() && bias.isNative() && y.isNative());
    var least = FloatVector.broadcast(SPECIES, floor);
    for (int i = 0; i < channels; i += LANES) {
      var acc = FloatVector.fromMemorySegment(SPECIES, bias, biasOff + (long) i * 4, ORDER);
      for (int row = 0; row < rows; row++) {
        long first = xOff + row * rowStride + (long) i * 4;
        long weights = wOff + (long) row * columns * channels * 4 + (long) i * 4;
        for (int column = 0; column < columns; column++) {
          acc =
              FloatVector.fromMemorySegment(SPECIES, x, first + column * columnStride, ORDER)
                  .fma(
                      FloatVector.fromMemorySegment(
                          SPECIES, w, weights + (long) column * channels * 4, ORDER),
                      acc);
        }
      }
      acc.blend(least, acc.compare(VectorOperators.LE, least))
          .intoMemorySegment(y, yOff + (long) i * 4, ORDER);
    }
  }
}
