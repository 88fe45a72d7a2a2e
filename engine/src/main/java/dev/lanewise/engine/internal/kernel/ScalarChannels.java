package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The kernels over channels without vectors, for machines or command lines that lack them. */
final class ScalarChannels implements ChannelKernels {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  @Override
  public void copy(MemorySegment x, long xOff, MemorySegment y, long yOff, int floats) {
    for (int i = 0; i < floats; i++) {
      y.set(FLOAT, yOff + (long) i * 4, x.get(FLOAT, xOff + (long) i * 4));
    }
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
    for (int row = 0; row < rows; row++) {
      long from = xOff + row * xRow;
      long to = yOff + row * yRow;
      for (int i = 0; i < floats; i++) {
        y.set(INT, to + (long) i * 4, x.get(INT, from + (long) i * 4));
      }
    }
  }

  @Override
  public void zero(MemorySegment y, long yOff, int floats) {
    for (int i = 0; i < floats; i++) {
      y.set(FLOAT, yOff + (long) i * 4, 0f);
    }
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
    for (int i = 0; i < pixels; i++) {
      for (int j = 0; j < runs; j++) {
        copy(x, xOff + i * pixel + j * run, y, yOff + ((long) i * runs + j) * floats * 4, floats);
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
    for (int i = 0; i < channels; i++) {
      float sum = a.get(FLOAT, aOff + (long) i * 4) + b.get(FLOAT, bOff + (long) i * 4);
      y.set(FLOAT, yOff + (long) i * 4, sum <= floor ? floor : sum);
    }
  }

  @Override
  public void floor(
      MemorySegment x, long xOff, float floor, MemorySegment y, long yOff, int channels) {
    for (int i = 0; i < channels; i++) {
      float value = x.get(FLOAT, xOff + (long) i * 4);
      y.set(FLOAT, yOff + (long) i * 4, value <= floor ? floor : value);
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
    for (int i = 0; i < channels; i++) {
      float scaled =
          Math.fma(
              x.get(FLOAT, xOff + (long) i * 4),
              scale.get(FLOAT, scaleOff + (long) i * 4),
              shift.get(FLOAT, shiftOff + (long) i * 4));
      y.set(FLOAT, yOff + (long) i * 4, scaled <= floor ? floor : scaled);
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
    for (int i = 0; i < channels; i++) {
      float max = Float.NEGATIVE_INFINITY;
      for (int row = 0; row < rows; row++) {
        long first = xOff + row * rowStride + (long) i * 4;
        for (int column = 0; column < columns; column++) {
          max = Math.max(max, x.get(FLOAT, first + column * columnStride));
        }
      }
      y.set(FLOAT, yOff + (long) i * 4, max);
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
    for (int i = 0; i < channels; i++) {
      float sum = 0f;
      for (int row = 0; row < rows; row++) {
        long first = xOff + row * rowStride + (long) i * 4;
        for (int column = 0; column < columns; column++) {
          sum += x.get(FLOAT, first + column * columnStride);
        }
      }
      y.set(FLOAT, yOff + (long) i * 4, sum / count);
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
    for (int i = 0; i < channels; i++) {
      float acc = bias.get(FLOAT, biasOff + (long) i * 4);
      for (int row = 0; row < rows; row++) {
        long first = xOff + row * rowStride + (long) i * 4;
        long weights = wOff + ((long) row * columns * channels + i) * 4;
        for (int column = 0; column < columns; column++) {
          acc =
              Math.fma(
                  x.get(FLOAT, first + column * columnStride),
                  w.get(FLOAT, weights + (long) column * channels * 4),
                  acc);
        }
      }
      y.set(FLOAT, yOff + (long) i * 4, acc <= floor ? floor : acc);
    }
  }
}
