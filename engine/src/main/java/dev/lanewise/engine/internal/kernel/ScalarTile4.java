package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The transforms of F(4×4, 3×3), a line of channels at a time in loops over the heap. Written by
 * TileWriter, beside the tests.
 */
final class ScalarTile4 implements TileKernels {

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
        HeapRows.load(x, xAt + 4 * xStep + from * 4L, heap[4], n);
        HeapRows.load(x, xAt + 5 * xStep + from * 4L, heap[5], n);
        input(
            heap[0], heap[1], heap[2], heap[3], heap[4], heap[5], heap[6], heap[7], heap[8],
            heap[9], heap[10], heap[11], n);
        HeapRows.store(heap[6], y, yAt + from * 4L, n);
        HeapRows.store(heap[7], y, yAt + yStep + from * 4L, n);
        HeapRows.store(heap[8], y, yAt + 2 * yStep + from * 4L, n);
        HeapRows.store(heap[9], y, yAt + 3 * yStep + from * 4L, n);
        HeapRows.store(heap[10], y, yAt + 4 * yStep + from * 4L, n);
        HeapRows.store(heap[11], y, yAt + 5 * yStep + from * 4L, n);
      }
    }
  }

  private static void input(
      float[] x0Row,
      float[] x1Row,
      float[] x2Row,
      float[] x3Row,
      float[] x4Row,
      float[] x5Row,
      float[] y0Row,
      float[] y1Row,
      float[] y2Row,
      float[] y3Row,
      float[] y4Row,
      float[] y5Row,
      int n) {
    final float c0 = -2.5f;
    final float c1 = -2.0f;
    final float c2 = 0.70710677f;
    final float c3 = -0.70710677f;
    final float c4 = -0.5f;
    final float c5 = 1.4142135f;
    final float c6 = -1.4142135f;

    for (int i = 0; i < n; i++) {
      float x0 = x0Row[i];
      float x1 = x1Row[i];
      float x2 = x2Row[i];
      float x3 = x3Row[i];
      float x4 = x4Row[i];
      float x5 = x5Row[i];
      float y0 = Math.fma(x2, c0, x4 + x0);
      float even1 = Math.fma(x2, c1, x4);
      float odd1 = Math.fma(x1, c1, x3);
      float y1 = Math.fma(odd1, c2, even1);
      float y2 = Math.fma(odd1, c3, even1);
      float even3 = Math.fma(x2, c4, x4);
      float odd3 = Math.fma(x1, c4, x3);
      float y3 = Math.fma(odd3, c5, even3);
      float y4 = Math.fma(odd3, c6, even3);
      float y5 = Math.fma(x3, c0, x5 + x1);
      y0Row[i] = y0;
      y1Row[i] = y1;
      y2Row[i] = y2;
      y3Row[i] = y3;
      y4Row[i] = y4;
      y5Row[i] = y5;
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
        HeapRows.load(x, xAt + 4 * xStep + from * 4L, heap[4], n);
        HeapRows.load(x, xAt + 5 * xStep + from * 4L, heap[5], n);
        output(
            heap[0], heap[1], heap[2], heap[3], heap[4], heap[5], heap[6], heap[7], heap[8],
            heap[9], n);
        HeapRows.store(heap[6], y, yAt + from * 4L, n);
        HeapRows.store(heap[7], y, yAt + yStep + from * 4L, n);
        HeapRows.store(heap[8], y, yAt + 2 * yStep + from * 4L, n);
        HeapRows.store(heap[9], y, yAt + 3 * yStep + from * 4L, n);
      }
    }
  }

  private static void output(
      float[] x0Row,
      float[] x1Row,
      float[] x2Row,
      float[] x3Row,
      float[] x4Row,
      float[] x5Row,
      float[] y0Row,
      float[] y1Row,
      float[] y2Row,
      float[] y3Row,
      int n) {
    final float c0 = 0.70710677f;
    final float c1 = 1.4142135f;
    final float c2 = 0.5f;
    final float c3 = 2.0f;
    final float c4 = 0.35355338f;
    final float c5 = 2.828427f;

    for (int i = 0; i < n; i++) {
      float x0 = x0Row[i];
      float x1 = x1Row[i];
      float x2 = x2Row[i];
      float x3 = x3Row[i];
      float x4 = x4Row[i];
      float x5 = x5Row[i];
      float sum1 = x1 + x2;
      float difference1 = x1 - x2;
      float sum3 = x3 + x4;
      float difference3 = x3 - x4;
      float y0 = x0 + sum1 + sum3;
      y0Row[i] = y0;
      float y1 = Math.fma(difference3, c1, difference1 * c0);
      y1Row[i] = y1;
      float y2 = Math.fma(sum3, c3, sum1 * c2);
      y2Row[i] = y2;
      float y3 = Math.fma(difference3, c5, Math.fma(difference1, c4, x5));
      y3Row[i] = y3;
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
        HeapRows.load(x, xAt + 4 * xStep + from * 4L, heap[4], n);
        HeapRows.load(x, xAt + 5 * xStep + from * 4L, heap[5], n);
        HeapRows.load(bias, biasOff + from * 4L, heap[6], n);
        finish(
            heap[0], heap[1], heap[2], heap[3], heap[4], heap[5], heap[6], heap[7], heap[8],
            heap[9], heap[10], n);
        HeapRows.floor(floor, heap[7], n);
        HeapRows.store(heap[7], y, yAt + from * 4L, n);
        HeapRows.floor(floor, heap[8], n);
        HeapRows.store(heap[8], y, yAt + yStep + from * 4L, n);
        HeapRows.floor(floor, heap[9], n);
        HeapRows.store(heap[9], y, yAt + 2 * yStep + from * 4L, n);
        HeapRows.floor(floor, heap[10], n);
        HeapRows.store(heap[10], y, yAt + 3 * yStep + from * 4L, n);
      }
    }
  }

  private static void finish(
      float[] x0Row,
      float[] x1Row,
      float[] x2Row,
      float[] x3Row,
      float[] x4Row,
      float[] x5Row,
      float[] startRow,
      float[] y0Row,
      float[] y1Row,
      float[] y2Row,
      float[] y3Row,
      int n) {
    final float c0 = 0.70710677f;
    final float c1 = 1.4142135f;
    final float c2 = 0.5f;
    final float c3 = 2.0f;
    final float c4 = 0.35355338f;
    final float c5 = 2.828427f;

    for (int i = 0; i < n; i++) {
      float x0 = x0Row[i];
      float x1 = x1Row[i];
      float x2 = x2Row[i];
      float x3 = x3Row[i];
      float x4 = x4Row[i];
      float x5 = x5Row[i];
      float start = startRow[i];
      float sum1 = x1 + x2;
      float difference1 = x1 - x2;
      float sum3 = x3 + x4;
      float difference3 = x3 - x4;
      float y0 = start + x0 + sum1 + sum3;
      y0Row[i] = y0;
      float y1 = Math.fma(difference3, c1, Math.fma(difference1, c0, start));
      y1Row[i] = y1;
      float y2 = Math.fma(sum3, c3, Math.fma(sum1, c2, start));
      y2Row[i] = y2;
      float y3 = Math.fma(difference3, c5, Math.fma(difference1, c4, start + x5));
      y3Row[i] = y3;
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
        HeapRows.load(x, xAt + 4 * xStep + from * 4L, heap[4], n);
        HeapRows.load(x, xAt + 5 * xStep + from * 4L, heap[5], n);
        HeapRows.load(bias, biasOff + from * 4L, heap[6], n);
        HeapRows.load(skip, skipAt + from * 4L, heap[7], n);
        HeapRows.load(skip, skipAt + skipStep + from * 4L, heap[9], n);
        HeapRows.load(skip, skipAt + 2 * skipStep + from * 4L, heap[11], n);
        HeapRows.load(skip, skipAt + 3 * skipStep + from * 4L, heap[13], n);
        finishSkip(
            heap[0], heap[1], heap[2], heap[3], heap[4], heap[5], heap[6], heap[7], heap[8],
            heap[9], heap[10], heap[11], heap[12], heap[13], heap[14], n);
        HeapRows.floor(floor, heap[8], n);
        HeapRows.store(heap[8], y, yAt + from * 4L, n);
        HeapRows.floor(floor, heap[10], n);
        HeapRows.store(heap[10], y, yAt + yStep + from * 4L, n);
        HeapRows.floor(floor, heap[12], n);
        HeapRows.store(heap[12], y, yAt + 2 * yStep + from * 4L, n);
        HeapRows.floor(floor, heap[14], n);
        HeapRows.store(heap[14], y, yAt + 3 * yStep + from * 4L, n);
      }
    }
  }

  private static void finishSkip(
      float[] x0Row,
      float[] x1Row,
      float[] x2Row,
      float[] x3Row,
      float[] x4Row,
      float[] x5Row,
      float[] startRow,
      float[] s0Row,
      float[] y0Row,
      float[] s1Row,
      float[] y1Row,
      float[] s2Row,
      float[] y2Row,
      float[] s3Row,
      float[] y3Row,
      int n) {
    final float c0 = 0.70710677f;
    final float c1 = 1.4142135f;
    final float c2 = 0.5f;
    final float c3 = 2.0f;
    final float c4 = 0.35355338f;
    final float c5 = 2.828427f;

    for (int i = 0; i < n; i++) {
      float x0 = x0Row[i];
      float x1 = x1Row[i];
      float x2 = x2Row[i];
      float x3 = x3Row[i];
      float x4 = x4Row[i];
      float x5 = x5Row[i];
      float start = startRow[i];
      float sum1 = x1 + x2;
      float difference1 = x1 - x2;
      float sum3 = x3 + x4;
      float difference3 = x3 - x4;
      float y0 = start + x0 + sum1 + sum3;
      float s0 = s0Row[i];
      float z0 = y0 + s0;
      y0Row[i] = z0;
      float y1 = Math.fma(difference3, c1, Math.fma(difference1, c0, start));
      float s1 = s1Row[i];
      float z1 = y1 + s1;
      y1Row[i] = z1;
      float y2 = Math.fma(sum3, c3, Math.fma(sum1, c2, start));
      float s2 = s2Row[i];
      float z2 = y2 + s2;
      y2Row[i] = z2;
      float y3 = Math.fma(difference3, c5, Math.fma(difference1, c4, start + x5));
      float s3 = s3Row[i];
      float z3 = y3 + s3;
      y3Row[i] = z3;
    }
  }
}
