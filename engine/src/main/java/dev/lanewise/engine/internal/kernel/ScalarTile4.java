package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The transforms of F(4×4, 3×3), a channel at a time. Written by TileWriter, beside the tests. */
final class ScalarTile4 implements TileKernels {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

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
    final float c0 = -2.5f;
    final float c1 = -2.0f;
    final float c2 = 0.70710677f;
    final float c3 = -0.70710677f;
    final float c4 = -0.5f;
    final float c5 = 1.4142135f;
    final float c6 = -1.4142135f;

    for (int row = 0; row < rows; row++) {
      final long xAt = xOff + row * xRow;

      final long yAt = yOff + row * yRow;
      for (int i = 0; i < channels; i++) {
        float x0 = x.get(FLOAT, xAt + (long) i * 4);
        float x1 = x.get(FLOAT, xAt + xStep + (long) i * 4);
        float x2 = x.get(FLOAT, xAt + 2 * xStep + (long) i * 4);
        float x3 = x.get(FLOAT, xAt + 3 * xStep + (long) i * 4);
        float x4 = x.get(FLOAT, xAt + 4 * xStep + (long) i * 4);
        float x5 = x.get(FLOAT, xAt + 5 * xStep + (long) i * 4);
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
        y.set(FLOAT, yAt + (long) i * 4, y0);
        y.set(FLOAT, yAt + yStep + (long) i * 4, y1);
        y.set(FLOAT, yAt + 2 * yStep + (long) i * 4, y2);
        y.set(FLOAT, yAt + 3 * yStep + (long) i * 4, y3);
        y.set(FLOAT, yAt + 4 * yStep + (long) i * 4, y4);
        y.set(FLOAT, yAt + 5 * yStep + (long) i * 4, y5);
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
    final float c0 = 0.70710677f;
    final float c1 = 1.4142135f;
    final float c2 = 0.5f;
    final float c3 = 2.0f;
    final float c4 = 0.35355338f;
    final float c5 = 2.828427f;

    for (int row = 0; row < rows; row++) {
      final long xAt = xOff + row * xRow;

      final long yAt = yOff + row * yRow;
      for (int i = 0; i < channels; i++) {
        float x0 = x.get(FLOAT, xAt + (long) i * 4);
        float x1 = x.get(FLOAT, xAt + xStep + (long) i * 4);
        float x2 = x.get(FLOAT, xAt + 2 * xStep + (long) i * 4);
        float x3 = x.get(FLOAT, xAt + 3 * xStep + (long) i * 4);
        float x4 = x.get(FLOAT, xAt + 4 * xStep + (long) i * 4);
        float x5 = x.get(FLOAT, xAt + 5 * xStep + (long) i * 4);
        float sum1 = x1 + x2;
        float difference1 = x1 - x2;
        float sum3 = x3 + x4;
        float difference3 = x3 - x4;
        float y0 = x0 + sum1 + sum3;
        y.set(FLOAT, yAt + (long) i * 4, y0);
        float y1 = Math.fma(difference3, c1, difference1 * c0);
        y.set(FLOAT, yAt + yStep + (long) i * 4, y1);
        float y2 = Math.fma(sum3, c3, sum1 * c2);
        y.set(FLOAT, yAt + 2 * yStep + (long) i * 4, y2);
        float y3 = Math.fma(difference3, c5, Math.fma(difference1, c4, x5));
        y.set(FLOAT, yAt + 3 * yStep + (long) i * 4, y3);
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
    final float c0 = 0.70710677f;
    final float c1 = 1.4142135f;
    final float c2 = 0.5f;
    final float c3 = 2.0f;
    final float c4 = 0.35355338f;
    final float c5 = 2.828427f;

    for (int row = 0; row < rows; row++) {
      final long xAt = xOff + row * xRow;

      final long yAt = yOff + row * yRow;
      for (int i = 0; i < channels; i++) {
        float x0 = x.get(FLOAT, xAt + (long) i * 4);
        float x1 = x.get(FLOAT, xAt + xStep + (long) i * 4);
        float x2 = x.get(FLOAT, xAt + 2 * xStep + (long) i * 4);
        float x3 = x.get(FLOAT, xAt + 3 * xStep + (long) i * 4);
        float x4 = x.get(FLOAT, xAt + 4 * xStep + (long) i * 4);
        float x5 = x.get(FLOAT, xAt + 5 * xStep + (long) i * 4);
        float start = bias.get(FLOAT, biasOff + (long) i * 4);
        float sum1 = x1 + x2;
        float difference1 = x1 - x2;
        float sum3 = x3 + x4;
        float difference3 = x3 - x4;
        float y0 = start + x0 + sum1 + sum3;
        y.set(FLOAT, yAt + (long) i * 4, y0 <= floor ? floor : y0);
        float y1 = Math.fma(difference3, c1, Math.fma(difference1, c0, start));
        y.set(FLOAT, yAt + yStep + (long) i * 4, y1 <= floor ? floor : y1);
        float y2 = Math.fma(sum3, c3, Math.fma(sum1, c2, start));
        y.set(FLOAT, yAt + 2 * yStep + (long) i * 4, y2 <= floor ? floor : y2);
        float y3 = Math.fma(difference3, c5, Math.fma(difference1, c4, start + x5));
        y.set(FLOAT, yAt + 3 * yStep + (long) i * 4, y3 <= floor ? floor : y3);
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
    final float c0 = 0.70710677f;
    final float c1 = 1.4142135f;
    final float c2 = 0.5f;
    final float c3 = 2.0f;
    final float c4 = 0.35355338f;
    final float c5 = 2.828427f;

    for (int row = 0; row < rows; row++) {
      final long xAt = xOff + row * xRow;
      final long skipAt = skipOff + row * skipRow;
      final long yAt = yOff + row * yRow;
      for (int i = 0; i < channels; i++) {
        float x0 = x.get(FLOAT, xAt + (long) i * 4);
        float x1 = x.get(FLOAT, xAt + xStep + (long) i * 4);
        float x2 = x.get(FLOAT, xAt + 2 * xStep + (long) i * 4);
        float x3 = x.get(FLOAT, xAt + 3 * xStep + (long) i * 4);
        float x4 = x.get(FLOAT, xAt + 4 * xStep + (long) i * 4);
        float x5 = x.get(FLOAT, xAt + 5 * xStep + (long) i * 4);
        float start = bias.get(FLOAT, biasOff + (long) i * 4);
        float sum1 = x1 + x2;
        float difference1 = x1 - x2;
        float sum3 = x3 + x4;
        float difference3 = x3 - x4;
        float y0 = start + x0 + sum1 + sum3;
        float s0 = skip.get(FLOAT, skipAt + (long) i * 4);
        float z0 = y0 + s0;
        y.set(FLOAT, yAt + (long) i * 4, z0 <= floor ? floor : z0);
        float y1 = Math.fma(difference3, c1, Math.fma(difference1, c0, start));
        float s1 = skip.get(FLOAT, skipAt + skipStep + (long) i * 4);
        float z1 = y1 + s1;
        y.set(FLOAT, yAt + yStep + (long) i * 4, z1 <= floor ? floor : z1);
        float y2 = Math.fma(sum3, c3, Math.fma(sum1, c2, start));
        float s2 = skip.get(FLOAT, skipAt + 2 * skipStep + (long) i * 4);
        float z2 = y2 + s2;
        y.set(FLOAT, yAt + 2 * yStep + (long) i * 4, z2 <= floor ? floor : z2);
        float y3 = Math.fma(difference3, c5, Math.fma(difference1, c4, start + x5));
        float s3 = skip.get(FLOAT, skipAt + 3 * skipStep + (long) i * 4);
        float z3 = y3 + s3;
        y.set(FLOAT, yAt + 3 * yStep + (long) i * 4, z3 <= floor ? floor : z3);
      }
    }
  }
}
