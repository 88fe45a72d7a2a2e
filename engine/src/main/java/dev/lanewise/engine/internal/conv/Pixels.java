package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.gemm.Gemm;
import dev.lanewise.engine.internal.gemm.PackedMatrix;
import dev.lanewise.engine.internal.gemm.Split;
import java.lang.foreign.MemorySegment;

/**
 * An activation in memory: pixels in (n, h, w) order, each with its channels side by side. A matrix
 * [N, C] has one pixel a row.
 *
 * @param offset of the first pixel, in bytes
 * @param pitch floats from a pixel to the next, at least the channels; what lies between holds no
 *     meaning, and may be overwritten
 */
public record Pixels(
    MemorySegment segment, long offset, int batch, int height, int width, int channels, int pitch) {

  /** The channels in whole vectors: what a kernel writes of a pixel. */
  int lanes() {
    return PackedMatrix.padded(channels);
  }

  /** Whether nothing lies between the pixels, so that several are one run of lanes. */
  boolean isRun() {
    return pitch == lanes();
  }

  /** The number of pixels. */
  public int count() {
    return batch * height * width;
  }

  /**
   * How these pixels, computed from others, are shared out among threads.
   *
   * @param units all of them, in units that are not cut
   * @param rowsOfUnit the pixels of a unit
   * @param x what they are computed from
   * @param depth the terms of a sum
   */
  Split split(int units, int rowsOfUnit, Pixels x, int depth, int threads) {
    return Split.of(
        units,
        rowsOfUnit,
        PackedMatrix.panels(channels),
        threads,
        (long) x.count() * x.channels,
        (long) depth * channels);
  }

  /** Where pixel (h, w) of picture n starts, in bytes. */
  public long at(int n, int h, int w) {
    return at((n * height + h) * width + w);
  }

  /** Where a pixel, counted over all pictures, starts, in bytes. */
  public long at(int pixel) {
    return offset + (long) pixel * pitch * Float.BYTES;
  }

  /** The pixels as rows of a product, a strip being a row of the picture. */
  Gemm.Operand operand() {
    return new Gemm.Operand(segment, stride(), width * stride());
  }

  /** Bytes between pixels. */
  public long stride() {
    return (long) pitch * Float.BYTES;
  }
}
