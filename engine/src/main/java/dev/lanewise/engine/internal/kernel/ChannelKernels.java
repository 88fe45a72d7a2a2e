package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The kernels whose lanes are channels. Offsets and strides are in bytes; {@code channels} counts
 * floats and is a multiple of 16 unless said otherwise: activations are padded to that.
 */
public sealed interface ChannelKernels permits VectorChannels, ScalarChannels {
  /** Copies any number of floats. */
  void copy(MemorySegment x, long xOff, MemorySegment y, long yOff, int floats);

  /**
   * Copies {@code rows} rows of any number of floats, whatever their bits; no row may reach into
   * the next.
   *
   * @param xRow from a row of x to the next
   * @param yRow from a row of y to the next
   */
  void copyRows(
      MemorySegment x,
      long xOff,
      long xRow,
      MemorySegment y,
      long yOff,
      long yRow,
      int floats,
      int rows);

  /** Fills any number of floats with +0. */
  void zero(MemorySegment y, long yOff, int floats);

  /**
   * Writes {@code pixels} × {@code runs} runs of {@code floats} floats one after the other; may
   * read and write up to 15 floats more than the last one has.
   *
   * @param pixel from a pixel's first run to the next pixel's
   * @param run from a run to the next of the same pixel
   */
  void gather(
      MemorySegment x,
      long xOff,
      long pixel,
      long run,
      int runs,
      int floats,
      MemorySegment y,
      long yOff,
      int pixels);

  /** y = floor(a + b), with {@code floor(t) = t ≤ floor ? floor : t}; y may be a or b. */
  void add(
      MemorySegment a,
      long aOff,
      MemorySegment b,
      long bOff,
      float floor,
      MemorySegment y,
      long yOff,
      int channels);

  /** y = floor(x). */
  void floor(MemorySegment x, long xOff, float floor, MemorySegment y, long yOff, int channels);

  /** y = floor(fma(x, scale, shift)), channel by channel; y may be x. */
  void scale(
      MemorySegment x,
      long xOff,
      MemorySegment scale,
      long scaleOff,
      MemorySegment shift,
      long shiftOff,
      float floor,
      MemorySegment y,
      long yOff,
      int channels);

  /**
   * y = the maximum over {@code rows} × {@code columns} pixels, starting from −∞, as {@link
   * Math#max(float, float)} has it.
   *
   * @param rowStride from a pixel to the one below that is read
   * @param columnStride from a pixel to the next that is read
   */
  void max(
      MemorySegment x,
      long xOff,
      long rowStride,
      long columnStride,
      int rows,
      int columns,
      MemorySegment y,
      long yOff,
      int channels);

  /** y = (sum over {@code rows} × {@code columns} pixels, in that order, from +0) / count. */
  void mean(
      MemorySegment x,
      long xOff,
      long rowStride,
      long columnStride,
      int rows,
      int columns,
      float count,
      MemorySegment y,
      long yOff,
      int channels);

  /**
   * One pixel of a depthwise convolution: y = floor(bias + Σ x · w) over {@code rows} × {@code
   * columns} taps, each a vector of channels; the weights are packed tap after tap.
   */
  void depthwise(
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
      int channels);
}
