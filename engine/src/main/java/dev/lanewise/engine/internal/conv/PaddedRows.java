package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.kernel.KernelSet;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Rows of the input copied with the window's padding around them, so that no tap of an output row
 * lies outside: each pixel is copied about once, instead of once for each tap. The copied pixels
 * lie side by side, whatever the input's pitch.
 *
 * <pre>
 *   input row       │c c c · │c c c · │c c c · │       3 channels, a pitch of 4
 *   padded row   0 0 0 c c c c c c c c c 0 0 0         a pixel of padding at each end
 * </pre>
 *
 * @param affine what pixels go through on their way, for pixels side by side, or null
 */
record PaddedRows(Pixels x, Taps taps, @Nullable ChannelAffine affine) {
  /** Pixels that are copied as they are. */
  PaddedRows(Pixels x, Taps taps) {
    this(x, taps, null);
  }

  /** A whole vector: pixels are written in those, and what is too much overwritten. */
  static final int SURPLUS = 64;

  /** Whether the padding is narrower than a window, and no rows lie between two windows. */
  static boolean suits(Taps taps) {
    int height = (taps.kernelH() - 1) * taps.dilationH() + 1;
    return Math.max(taps.padLeft(), taps.padRight()) < taps.kernelW()
        && Math.max(taps.padTop(), taps.padBottom()) < height
        && taps.strideH() <= height;
  }

  /** The input rows under so many output rows. */
  int under(int outRows) {
    return (outRows - 1) * taps.strideH() + (taps.kernelH() - 1) * taps.dilationH() + 1;
  }

  /** Bytes from a padded row to the next. */
  long rowBytes() {
    return (taps.padLeft() + x.width() + taps.padRight()) * pixelBytes();
  }

  /** Bytes from a copied pixel to the next. */
  long pixelBytes() {
    return (long) x.channels() * Float.BYTES;
  }

  /**
   * Input rows from {@code ih} on, which may lie above or below the picture, with their padding.
   * May write up to {@link #SURPLUS} bytes behind the last.
   */
  void copy(int n, int ih, int count, MemorySegment target, long offset) {
    int left = taps.padLeft() * x.channels();
    int middle = x.width() * x.channels();
    int right = taps.padRight() * x.channels();
    for (int i = 0; i < count; i++) {
      long at = offset + i * rowBytes();
      if (ih + i < 0 || ih + i >= x.height()) {
        KernelSet.channels().zero(target, at, left + middle + right);
      } else {
        KernelSet.channels().zero(target, at, left);
        pixels(x.at(n, ih + i, 0), target, at + left * 4L);
        if (affine != null) {
          affine.applyToRun(target, at + left * 4L, middle);
        }
        KernelSet.channels().zero(target, at + (left + middle) * 4L, right);
      }
    }
  }

  private void pixels(long source, MemorySegment target, long offset) {
    if (x.pitch() == x.channels()) {
      KernelSet.channels().copy(x.segment(), source, target, offset, x.width() * x.channels());
    } else {
      KernelSet.channels()
          .gather(x.segment(), source, x.stride(), 0, 1, x.channels(), target, offset, x.width());
    }
  }
}
