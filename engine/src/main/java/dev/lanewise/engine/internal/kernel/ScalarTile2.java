package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The transforms of F(2×2, 3×3), a channel at a time. Written by TileWriter, beside the tests. */
final class ScalarTile2 implements TileKernels {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

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

    for (int row = 0; row < rows; row++) {
      final long xAt = xOff + row * xRow;

      final long yAt = yOff + row * yRow;
      for (int i = 0; i < channels; i++) {
        float x0 = x.get(FLOAT, xAt + (long) i * 4);
        float x1 = x.get(FLOAT, xAt + xStep + (long) i * 4);
        float x2 = x.get(FLOAT, xAt + 2 * xStep + (long) i * 4);
        float x3 = x.get(FLOAT, xAt + 3 * xStep + (long) i * 4);
        float y0 = x2 - x0;
        float even1 = x2;
        float odd1 = x1;
        float y1 = even1 + odd1;
        float y2 = even1 - odd1;
        float y3 = x3 - x1;
        y.set(FLOAT, yAt + (long) i * 4, y0);
        y.set(FLOAT, yAt + yStep + (long) i * 4, y1);
        y.set(FLOAT, yAt + 2 * yStep + (long) i * 4, y2);
        y.set(FLOAT, yAt + 3 * yStep + (long) i * 4, y3);
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

    for (int row = 0; row < rows; row++) {
      final long xAt = xOff + row * xRow;

      final long yAt = yOff + row * yRow;
      for (int i = 0; i < channels; i++) {
        float x0 = x.get(FLOAT, xAt + (long) i * 4);
        float x1 = x.get(FLOAT, xAt + xStep + (long) i * 4);
        float x2 = x.get(FLOAT, xAt + 2 * xStep + (long) i * 4);
        float x3 = x.get(FLOAT, xAt + 3 * xStep + (long) i * 4);
        float sum1 = x1 + x2;
        float difference1 = x1 - x2;
        float y0 = x0 + sum1;
        y.set(FLOAT, yAt + (long) i * 4, y0);
        float y1 = difference1 + x3;
        y.set(FLOAT, yAt + yStep + (long) i * 4, y1);
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

    for (int row = 0; row < rows; row++) {
      final long xAt = xOff + row * xRow;

      final long yAt = yOff + row * yRow;
      for (int i = 0; i < channels; i++) {
        float x0 = x.get(FLOAT, xAt + (long) i * 4);
        float x1 = x.get(FLOAT, xAt + xStep + (long) i * 4);
        float x2 = x.get(FLOAT, xAt + 2 * xStep + (long) i * 4);
        float x3 = x.get(FLOAT, xAt + 3 * xStep + (long) i * 4);
        float start = bias.get(FLOAT, biasOff + (long) i * 4);
        float sum1 = x1 + x2;
        float difference1 = x1 - x2;
        float y0 = start + x0 + sum1;
        y.set(FLOAT, yAt + (long) i * 4, y0 <= floor ? floor : y0);
        float y1 = start + difference1 + x3;
        y.set(FLOAT, yAt + yStep + (long) i * 4, y1 <= floor ? floor : y1);
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

    for (int row = 0; row < rows; row++) {
      final long xAt = xOff + row * xRow;
      final long skipAt = skipOff + row * skipRow;
      final long yAt = yOff + row * yRow;
      for (int i = 0; i < channels; i++) {
        float x0 = x.get(FLOAT, xAt + (long) i * 4);
        float x1 = x.get(FLOAT, xAt + xStep + (long) i * 4);
        float x2 = x.get(FLOAT, xAt + 2 * xStep + (long) i * 4);
        float x3 = x.get(FLOAT, xAt + 3 * xStep + (long) i * 4);
        float start = bias.get(FLOAT, biasOff + (long) i * 4);
        float sum1 = x1 + x2;
        float difference1 = x1 - x2;
        float y0 = start + x0 + sum1;
        float s0 = skip.get(FLOAT, skipAt + (long) i * 4);
        float z0 = y0 + s0;
        y.set(FLOAT, yAt + (long) i * 4, z0 <= floor ? floor : z0);
        float y1 = start + difference1 + x3;
        float s1 = skip.get(FLOAT, skipAt + skipStep + (long) i * 4);
        float z1 = y1 + s1;
        y.set(FLOAT, yAt + yStep + (long) i * 4, z1 <= floor ? floor : z1);
      }
    }
  }
}
