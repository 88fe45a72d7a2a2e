package dev.lanewise.blocks.image;

import java.util.Arrays;

/**
 * Pillow's two-pass resize of 8-bit pixels (Resample.c): columns first, rounded to 8 bits, then
 * rows. Each sum starts at one half and is cut to 0 … 255, so that a result is bit for bit
 * Pillow's.
 */
final class Resampler {
  private static final int HALF = 1 << (Taps.PRECISION_BITS - 1);

  private Resampler() {}

  /** The wanted pixels of {@code picture} resized; {@code columns.count() × rows.count()}. */
  static Picture resample(Picture picture, Taps columns, Taps rows) {
    int stride = 3 * columns.count();
    var pixels = new byte[stride * rows.count()];
    byte[] narrowed = narrow(picture, columns, rows.begin(), rows.end());
    var sums = new int[stride];
    for (int y = 0; y < rows.count(); y++) {
      Arrays.fill(sums, HALF);
      for (int k = 0; k < rows.length()[y]; k++) {
        int from = (rows.first()[y] - rows.begin() + k) * stride;
        addScaled(narrowed, from, rows.weights()[y * rows.stride() + k], sums);
      }
      for (int i = 0; i < stride; i++) {
        pixels[y * stride + i] = clip(sums[i]);
      }
    }
    return new Picture(columns.count(), rows.count(), pixels);
  }

  /** Rows {@code begin … end − 1}, each with its wanted columns only. */
  private static byte[] narrow(Picture picture, Taps columns, int begin, int end) {
    byte[] source = picture.pixels();
    var narrowed = new byte[Math.multiplyExact(3 * columns.count(), end - begin)];
    int at = 0;
    for (int y = begin; y < end; y++) {
      int row = 3 * picture.width() * y;
      for (int x = 0; x < columns.count(); x++, at += 3) {
        int from = row + 3 * columns.first()[x];
        int weightsFrom = x * columns.stride();
        int red = HALF;
        int green = HALF;
        int blue = HALF;
        for (int k = 0; k < columns.length()[x]; k++) {
          int weight = columns.weights()[weightsFrom + k];
          red += weight * (source[from + 3 * k] & 0xFF);
          green += weight * (source[from + 3 * k + 1] & 0xFF);
          blue += weight * (source[from + 3 * k + 2] & 0xFF);
        }
        narrowed[at] = clip(red);
        narrowed[at + 1] = clip(green);
        narrowed[at + 2] = clip(blue);
      }
    }
    return narrowed;
  }

  private static void addScaled(byte[] source, int from, int weight, int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weight * (source[from + i] & 0xFF);
    }
  }

  private static byte clip(int sum) {
    return (byte) Math.max(0, Math.min(255, sum >> Taps.PRECISION_BITS));
  }
}
