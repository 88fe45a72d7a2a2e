package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The kernels over windows without vectors, for machines or command lines that lack them: loops
 * over {@link HeapRows}.
 */
final class ScalarWindows implements WindowKernels {
  private static final int LENGTH = HeapRows.LENGTH;

  @Override
  public void depthwise(
      Strides strides,
      MemorySegment memory,
      long at,
      int top,
      int bottom,
      int left,
      int right,
      long outside,
      MemorySegment w,
      MemorySegment bias,
      float floor,
      long y) {
    int tile = WindowKernels.depthwiseTile(strides.kernel(), strides.stride());
    convolve(strides, tile, memory, at, top, bottom, left, right, outside, w, bias, floor, y);
  }

  @Override
  public void depthwiseRow(
      Strides strides,
      MemorySegment memory,
      long at,
      int top,
      int bottom,
      int left,
      int right,
      long outside,
      MemorySegment w,
      MemorySegment bias,
      float floor,
      long y,
      int width) {
    convolve(strides, width, memory, at, top, bottom, left, right, outside, w, bias, floor, y);
  }

  @Override
  public void depthwiseRows(
      Strides strides,
      MemorySegment memory,
      long at,
      int top,
      int bottom,
      int left,
      int right,
      long outside,
      MemorySegment w,
      MemorySegment bias,
      float floor,
      int rows,
      long y,
      long yRow,
      int width) {
    long from = at - left * strides.pixel();
    for (int r = 0; r < rows; r++) {
      convolve(
          strides,
          width,
          memory,
          from + r * strides.row(),
          top - r,
          bottom - r,
          left,
          right,
          outside,
          w,
          bias,
          floor,
          y + r * yRow);
    }
  }

  private static void convolve(
      Strides strides,
      int width,
      MemorySegment memory,
      long at,
      int top,
      int bottom,
      int left,
      int right,
      long outside,
      MemorySegment w,
      MemorySegment bias,
      float floor,
      long y) {
    int kernel = strides.kernel();
    int channels = strides.channels();
    var heap = HeapRows.ofThread();
    for (int t = 0; t < width; t++) {
      for (int i = 0; i < channels; i += LENGTH) {
        int n = Math.min(LENGTH, channels - i);
        HeapRows.load(bias, i * 4L, heap[0], n);
        for (int r = 0; r < kernel; r++) {
          for (int k = 0; k < kernel; k++) {
            int c = t * strides.stride() + k;
            boolean inside = top <= r && r < bottom && left <= c && c < right;
            long from = inside ? at + r * strides.row() + c * strides.pixel() : outside;
            HeapRows.load(memory, from + i * 4L, heap[1], n);
            HeapRows.load(w, ((long) (r * kernel + k) * channels + i) * 4, heap[2], n);
            HeapRows.fma(heap[0], heap[1], heap[2], n);
          }
        }
        HeapRows.floor(floor, heap[0], n);
        HeapRows.store(heap[0], memory, y + t * strides.target() + i * 4L, n);
      }
    }
  }

  @Override
  public void max(
      Strides strides,
      MemorySegment memory,
      long at,
      int top,
      int bottom,
      int left,
      int right,
      long y,
      int width) {
    int kernel = strides.kernel();
    var heap = HeapRows.ofThread();
    for (int t = 0; t < width; t++) {
      int first = t * strides.stride();
      for (int i = 0; i < strides.channels(); i += LENGTH) {
        int n = Math.min(LENGTH, strides.channels() - i);
        Arrays.fill(heap[0], Float.NEGATIVE_INFINITY);
        for (int r = top; r < bottom; r++) {
          for (int c = Math.max(left, first); c < Math.min(right, first + kernel); c++) {
            long from = at + r * strides.row() + c * strides.pixel();
            HeapRows.load(memory, from + i * 4L, heap[1], n);
            HeapRows.max(heap[0], heap[1], n);
          }
        }
        HeapRows.store(heap[0], memory, y + t * strides.target() + i * 4L, n);
      }
    }
  }

  @Override
  public void mean(Strides strides, MemorySegment memory, long at, float count, long y) {
    int kernel = strides.kernel();
    int tile = WindowKernels.meanTile(kernel, strides.stride());
    var heap = HeapRows.ofThread();
    for (int t = 0; t < tile; t++) {
      for (int i = 0; i < strides.channels(); i += LENGTH) {
        int n = Math.min(LENGTH, strides.channels() - i);
        Arrays.fill(heap[0], 0f);
        for (int r = 0; r < kernel; r++) {
          for (int k = 0; k < kernel; k++) {
            long from = at + r * strides.row() + (t * strides.stride() + k) * strides.pixel();
            HeapRows.load(memory, from + i * 4L, heap[1], n);
            HeapRows.add(heap[0], heap[1], n);
          }
        }
        HeapRows.divide(heap[0], count, n);
        HeapRows.store(heap[0], memory, y + t * strides.target() + i * 4L, n);
      }
    }
  }

  @Override
  public void addPixels(MemorySegment memory, long at, long pixel, long y, int channels) {
    var heap = HeapRows.ofThread();
    for (int i = 0; i < channels; i += LENGTH) {
      int n = Math.min(LENGTH, channels - i);
      HeapRows.load(memory, y + i * 4L, heap[0], n);
      for (int p = 0; p < PIXELS; p++) {
        HeapRows.load(memory, at + p * pixel + i * 4L, heap[1], n);
        HeapRows.add(heap[0], heap[1], n);
      }
      HeapRows.store(heap[0], memory, y + i * 4L, n);
    }
  }

  @Override
  public void divide(MemorySegment memory, long y, float count, int channels) {
    var heap = HeapRows.ofThread();
    for (int i = 0; i < channels; i += LENGTH) {
      int n = Math.min(LENGTH, channels - i);
      HeapRows.load(memory, y + i * 4L, heap[0], n);
      HeapRows.divide(heap[0], count, n);
      HeapRows.store(heap[0], memory, y + i * 4L, n);
    }
  }
}
