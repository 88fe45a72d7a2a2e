package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The transforms of F(2×2, 3×3), a line of channels at a time in loops over the heap. Written by
 * TileWriter, beside the tests.
 */
final class ScalarTile2 implements TileKernels {

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
    var heap = HeapRows.ofThread();
    for (int row = 0; row < rows; row++) {
      final long xAt = xOff + row * xRow;

      final long yAt = yOff + row * yRow;
      for (int from = 0; from < channels; from += HeapRows.LENGTH) {
        int n = Math.min(HeapRows.LENGTH, channels - from);
        HeapRows.load(x, xAt + from * 4L, heap[0], n);
        HeapRows.load(x, xAt + xStep + from * 4L, heap[1], n);
        HeapRows.load(x, xAt + 2 * xStep + from * 4L, heap[2], n);
        HeapRows.load(x, xAt + 3 * xStep + from * 4L, heap[3], n);
        input(heap[0], heap[1], heap[2], heap[3], heap[4], heap[5], heap[6], heap[7], n);
        HeapRows.store(heap[4], y, yAt + from * 4L, n);
        HeapRows.store(heap[5], y, yAt + yStep + from * 4L, n);
        HeapRows.store(heap[6], y, yAt + 2 * yStep + from * 4L, n);
        HeapRows.store(heap[7], y, yAt + 3 * yStep + from * 4L, n);
      }
    }
  }

  private static void input(
      float[] x0Row,
      float[] x1Row,
      float[] x2Row,
      float[] x3Row,
      float[] y0Row,
      float[] y1Row,
      float[] y2Row,
      float[] y3Row,
      int n) {

    for (int i = 0; i < n; i++) {
      float x0 = x0Row[i];
      float x1 = x1Row[i];
      float x2 = x2Row[i];
      float x3 = x3Row[i];
      float y0 = x2 - x0;
      float even1 = x2;
      float odd1 = x1;
      float y1 = even1 + odd1;
      float y2 = even1 - odd1;
      float y3 = x3 - x1;
      y0Row[i] = y0;
      y1Row[i] = y1;
      y2Row[i] = y2;
      y3Row[i] = y3;
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
    var heap = HeapRows.ofThread();
    for (int row = 0; row < rows; row++) {
      final long xAt = xOff + row * xRow;

      final long yAt = yOff + row * yRow;
      for (int from = 0; from < channels; from += HeapRows.LENGTH) {
        int n = Math.min(HeapRows.LENGTH, channels - from);
        HeapRows.load(x, xAt + from * 4L, heap[0], n);
        HeapRows.load(x, xAt + xStep + from * 4L, heap[1], n);
        HeapRows.load(x, xAt + 2 * xStep + from * 4L, heap[2], n);
        HeapRows.load(x, xAt + 3 * xStep + from * 4L, heap[3], n);
        output(heap[0], heap[1], heap[2], heap[3], heap[4], heap[5], n);
        HeapRows.store(heap[4], y, yAt + from * 4L, n);
        HeapRows.store(heap[5], y, yAt + yStep + from * 4L, n);
      }
    }
  }

  private static void output(
      float[] x0Row,
      float[] x1Row,
      float[] x2Row,
      float[] x3Row,
      float[] y0Row,
      float[] y1Row,
      int n) {

    for (int i = 0; i < n; i++) {
      float x0 = x0Row[i];
      float x1 = x1Row[i];
      float x2 = x2Row[i];
      float x3 = x3Row[i];
      float sum1 = x1 + x2;
      float difference1 = x1 - x2;
      float y0 = x0 + sum1;
      y0Row[i] = y0;
      float y1 = difference1 + x3;
      y1Row[i] = y1;
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
    var heap = HeapRows.ofThread();
    for (int row = 0; row < rows; row++) {
      final long xAt = xOff + row * xRow;

      final long yAt = yOff + row * yRow;
      for (int from = 0; from < channels; from += HeapRows.LENGTH) {
        int n = Math.min(HeapRows.LENGTH, channels - from);
        HeapRows.load(x, xAt + from * 4L, heap[0], n);
        HeapRows.load(x, xAt + xStep + from * 4L, heap[1], n);
        HeapRows.load(x, xAt + 2 * xStep + from * 4L, heap[2], n);
        HeapRows.load(x, xAt + 3 * xStep + from * 4L, heap[3], n);
        HeapRows.load(bias, biasOff + from * 4L, heap[4], n);
        finish(heap[0], heap[1], heap[2], heap[3], heap[4], heap[5], heap[6], n);
        HeapRows.floor(floor, heap[5], n);
        HeapRows.store(heap[5], y, yAt + from * 4L, n);
        HeapRows.floor(floor, heap[6], n);
        HeapRows.store(heap[6], y, yAt + yStep + from * 4L, n);
      }
    }
  }

  private static void finish(
      float[] x0Row,
      float[] x1Row,
      float[] x2Row,
      float[] x3Row,
      float[] startRow,
      float[] y0Row,
      float[] y1Row,
      int n) {

    for (int i = 0; i < n; i++) {
      float x0 = x0Row[i];
      float x1 = x1Row[i];
      float x2 = x2Row[i];
      float x3 = x3Row[i];
      float start = startRow[i];
      float sum1 = x1 + x2;
      float difference1 = x1 - x2;
      float y0 = start + x0 + sum1;
      y0Row[i] = y0;
      float y1 = start + difference1 + x3;
      y1Row[i] = y1;
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
    var heap = HeapRows.ofThread();
    for (int row = 0; row < rows; row++) {
      final long xAt = xOff + row * xRow;
      final long skipAt = skipOff + row * skipRow;
      final long yAt = yOff + row * yRow;
      for (int from = 0; from < channels; from += HeapRows.LENGTH) {
        int n = Math.min(HeapRows.LENGTH, channels - from);
        HeapRows.load(x, xAt + from * 4L, heap[0], n);
        HeapRows.load(x, xAt + xStep + from * 4L, heap[1], n);
        HeapRows.load(x, xAt + 2 * xStep + from * 4L, heap[2], n);
        HeapRows.load(x, xAt + 3 * xStep + from * 4L, heap[3], n);
        HeapRows.load(bias, biasOff + from * 4L, heap[4], n);
        HeapRows.load(skip, skipAt + from * 4L, heap[5], n);
        HeapRows.load(skip, skipAt + skipStep + from * 4L, heap[7], n);
        finishSkip(
            heap[0], heap[1], heap[2], heap[3], heap[4], heap[5], heap[6], heap[7], heap[8], n);
        HeapRows.floor(floor, heap[6], n);
        HeapRows.store(heap[6], y, yAt + from * 4L, n);
        HeapRows.floor(floor, heap[8], n);
        HeapRows.store(heap[8], y, yAt + yStep + from * 4L, n);
      }
    }
  }

  private static void finishSkip(
      float[] x0Row,
      float[] x1Row,
      float[] x2Row,
      float[] x3Row,
      float[] startRow,
      float[] s0Row,
      float[] y0Row,
      float[] s1Row,
      float[] y1Row,
      int n) {

    for (int i = 0; i < n; i++) {
      float x0 = x0Row[i];
      float x1 = x1Row[i];
      float x2 = x2Row[i];
      float x3 = x3Row[i];
      float start = startRow[i];
      float sum1 = x1 + x2;
      float difference1 = x1 - x2;
      float y0 = start + x0 + sum1;
      float s0 = s0Row[i];
      float z0 = y0 + s0;
      y0Row[i] = z0;
      float y1 = start + difference1 + x3;
      float s1 = s1Row[i];
      float z1 = y1 + s1;
      y1Row[i] = z1;
    }
  }
}
