package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The kernels over windows without vectors, for machines or command lines that lack them. */
final class ScalarWindows implements WindowKernels {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

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
    for (int t = 0; t < width; t++) {
      for (int i = 0; i < channels; i++) {
        float acc = bias.get(FLOAT, i * 4L);
        for (int r = 0; r < kernel; r++) {
          for (int k = 0; k < kernel; k++) {
            int c = t * strides.stride() + k;
            boolean inside = top <= r && r < bottom && left <= c && c < right;
            long from = inside ? at + r * strides.row() + c * strides.pixel() : outside;
            long weight = ((long) (r * kernel + k) * channels + i) * 4;
            acc = Math.fma(memory.get(FLOAT, from + i * 4L), w.get(FLOAT, weight), acc);
          }
        }
        memory.set(FLOAT, y + t * strides.target() + i * 4L, acc <= floor ? floor : acc);
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
      long y) {
    int kernel = strides.kernel();
    int tile = WindowKernels.maxTile(kernel, strides.stride());
    for (int t = 0; t < tile; t++) {
      int first = t * strides.stride();
      for (int i = 0; i < strides.channels(); i++) {
        float max = Float.NEGATIVE_INFINITY;
        for (int r = top; r < bottom; r++) {
          for (int c = Math.max(left, first); c < Math.min(right, first + kernel); c++) {
            long from = at + r * strides.row() + c * strides.pixel();
            max = Math.max(max, memory.get(FLOAT, from + i * 4L));
          }
        }
        memory.set(FLOAT, y + t * strides.target() + i * 4L, max);
      }
    }
  }

  @Override
  public void mean(Strides strides, MemorySegment memory, long at, float count, long y) {
    int kernel = strides.kernel();
    int tile = WindowKernels.meanTile(kernel, strides.stride());
    for (int t = 0; t < tile; t++) {
      for (int i = 0; i < strides.channels(); i++) {
        float sum = 0f;
        for (int r = 0; r < kernel; r++) {
          for (int k = 0; k < kernel; k++) {
            long from = at + r * strides.row() + (t * strides.stride() + k) * strides.pixel();
            sum += memory.get(FLOAT, from + i * 4L);
          }
        }
        memory.set(FLOAT, y + t * strides.target() + i * 4L, sum / count);
      }
    }
  }

  @Override
  public void addPixels(MemorySegment memory, long at, long pixel, long y, int channels) {
    for (int i = 0; i < channels; i++) {
      float sum = memory.get(FLOAT, y + i * 4L);
      for (int p = 0; p < PIXELS; p++) {
        sum += memory.get(FLOAT, at + p * pixel + i * 4L);
      }
      memory.set(FLOAT, y + i * 4L, sum);
    }
  }

  @Override
  public void divide(MemorySegment memory, long y, float count, int channels) {
    for (int i = 0; i < channels; i++) {
      memory.set(FLOAT, y + i * 4L, memory.get(FLOAT, y + i * 4L) / count);
    }
  }
}
