package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The kernels over channels without vectors, for machines or command lines that lack them: loops
 * over {@link HeapRows}.
 */
final class ScalarChannels implements ChannelKernels {
  private static final int LENGTH = HeapRows.LENGTH;

  @Override
  public void copy(MemorySegment x, long xOff, MemorySegment y, long yOff, int floats) {
    MemorySegment.copy(x, xOff, y, yOff, floats * 4L);
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
      copy(x, xOff + row * xRow, y, yOff + row * yRow, floats);
    }
  }

  @Override
  public void zero(MemorySegment y, long yOff, int floats) {
    var zeros = HeapRows.ofThread()[0];
    Arrays.fill(zeros, 0f);
    for (int i = 0; i < floats; i += LENGTH) {
      HeapRows.store(zeros, y, yOff + i * 4L, Math.min(LENGTH, floats - i));
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
    var heap = HeapRows.ofThread();
    for (int i = 0; i < channels; i += LENGTH) {
      int n = Math.min(LENGTH, channels - i);
      HeapRows.load(a, aOff + i * 4L, heap[0], n);
      HeapRows.load(b, bOff + i * 4L, heap[1], n);
      HeapRows.add(heap[0], heap[1], n);
      HeapRows.floor(floor, heap[0], n);
      HeapRows.store(heap[0], y, yOff + i * 4L, n);
    }
  }

  @Override
  public void floor(
      MemorySegment x, long xOff, float floor, MemorySegment y, long yOff, int channels) {
    var heap = HeapRows.ofThread();
    for (int i = 0; i < channels; i += LENGTH) {
      int n = Math.min(LENGTH, channels - i);
      HeapRows.load(x, xOff + i * 4L, heap[0], n);
      HeapRows.floor(floor, heap[0], n);
      HeapRows.store(heap[0], y, yOff + i * 4L, n);
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
    var heap = HeapRows.ofThread();
    for (int i = 0; i < channels; i += LENGTH) {
      int n = Math.min(LENGTH, channels - i);
      HeapRows.load(shift, shiftOff + i * 4L, heap[0], n);
      HeapRows.load(x, xOff + i * 4L, heap[1], n);
      HeapRows.load(scale, scaleOff + i * 4L, heap[2], n);
      HeapRows.fma(heap[0], heap[1], heap[2], n);
      HeapRows.floor(floor, heap[0], n);
      HeapRows.store(heap[0], y, yOff + i * 4L, n);
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
    var heap = HeapRows.ofThread();
    for (int i = 0; i < channels; i += LENGTH) {
      int n = Math.min(LENGTH, channels - i);
      Arrays.fill(heap[0], Float.NEGATIVE_INFINITY);
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          HeapRows.load(x, xOff + row * rowStride + column * columnStride + i * 4L, heap[1], n);
          HeapRows.max(heap[0], heap[1], n);
        }
      }
      HeapRows.store(heap[0], y, yOff + i * 4L, n);
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
    var heap = HeapRows.ofThread();
    for (int i = 0; i < channels; i += LENGTH) {
      int n = Math.min(LENGTH, channels - i);
      Arrays.fill(heap[0], 0f);
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          HeapRows.load(x, xOff + row * rowStride + column * columnStride + i * 4L, heap[1], n);
          HeapRows.add(heap[0], heap[1], n);
        }
      }
      HeapRows.divide(heap[0], count, n);
      HeapRows.store(heap[0], y, yOff + i * 4L, n);
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
    var heap = HeapRows.ofThread();
    for (int i = 0; i < channels; i += LENGTH) {
      int n = Math.min(LENGTH, channels - i);
      HeapRows.load(bias, biasOff + i * 4L, heap[0], n);
      for (int row = 0; row < rows; row++) {
        long weights = wOff + ((long) row * columns * channels + i) * 4;
        for (int column = 0; column < columns; column++) {
          HeapRows.load(x, xOff + row * rowStride + column * columnStride + i * 4L, heap[1], n);
          HeapRows.load(w, weights + (long) column * channels * 4, heap[2], n);
          HeapRows.fma(heap[0], heap[1], heap[2], n);
        }
      }
      HeapRows.floor(floor, heap[0], n);
      HeapRows.store(heap[0], y, yOff + i * 4L, n);
    }
  }
}
