package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The transforms of Winograd's F(m×m, 3×3) in one direction, lanes over channels: n = m + 2 vectors
 * to n, or to m. Both directions of a tile are two calls.
 *
 * <p>A call does {@code rows} such lines, each for {@code channels} floats, a multiple of 16. All
 * offsets and strides are in bytes:
 *
 * <pre>
 *   vector k of line r in:  xOff + r · xRow + k · xStep + channel
 *   vector j of line r out: yOff + r · yRow + j · yStep + channel
 * </pre>
 *
 * <p>The loops over channels are short, often of four vectors. They end at {@code i != bytes},
 * which C2 does not take for a counted loop: for one, it would prepare to leave the range checks
 * out of its middle, and that costs more than twelve checks a vector do.
 *
 * <p>The order of arithmetic is that of the written sources, the same in the vector and in the
 * scalar kernels. A result is floored as in {@link MatrixKernels}.
 */
public sealed interface TileKernels permits VectorTile2, VectorTile4, ScalarTile2, ScalarTile4 {
  /** m, the outputs of a tile in each direction. */
  int outputs();

  /** y = Bᵀ x: n vectors to n. */
  void input(
      MemorySegment x,
      long xOff,
      long xStep,
      long xRow,
      MemorySegment y,
      long yOff,
      long yStep,
      long yRow,
      int rows,
      int channels);

  /** y = Aᵀ x: n vectors to m. */
  void output(
      MemorySegment x,
      long xOff,
      long xStep,
      long xRow,
      MemorySegment y,
      long yOff,
      long yStep,
      long yRow,
      int rows,
      int channels);

  /** y = floor(bias + Aᵀ x): n vectors to m. */
  void finish(
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
      int channels);

  /** y = floor(bias + Aᵀ x + skip): n vectors to m; the skip's lie as those of y do. */
  void finishSkip(
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
      int channels);
}
