package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The kernels of convolutions in small groups, lanes over the output channels of several groups at
 * once. A group has as many inputs as outputs, 4, 8, or a multiple of 16.
 *
 * <p>What a lane multiplies with is the input of its own group: where groups are narrower than a
 * vector, the pixel's vector with input j of each group spread over the group's lanes. With two
 * groups of four in a vector of eight:
 *
 * <pre>
 *   pixel      a0 a1 a2 a3  b0 b1 b2 b3
 *   input 0    a0 a0 a0 a0  b0 b0 b0 b0
 *   input 1    a1 a1 a1 a1  b1 b1 b1 b1
 * </pre>
 *
 * <p>Every output is one accumulator, fma over the rows of the window, its columns and the group's
 * inputs, in this order. A result is floored as in {@link MatrixKernels}.
 */
public sealed interface GroupKernels permits VectorGroups, ScalarGroups {
  /** The output pixels of a call of {@link #run}, if it is not one. */
  int PIXELS = 7;

  /** Inputs that a step takes from a pixel: it reads a vector from each fourth channel on. */
  int STEP = 4;

  /** Lanes whose weights lie side by side. */
  int LANES = 16;

  /** Whether groups of so many inputs and outputs can be computed so. */
  static boolean suits(int group) {
    return group == 4 || group == 8 || (group > 0 && group % LANES == 0);
  }

  /** The fewest channels, whole groups, that are computed together. */
  static int block(int group) {
    return Math.max(group, LANES);
  }

  /** Where the weights of a lane begin, in bytes; those of the next input are 16 floats away. */
  static long weights(int lane, int group, int taps) {
    return ((long) (lane / LANES) * taps * group * LANES + lane % LANES) * Float.BYTES;
  }

  /**
   * How windows lie, in bytes.
   *
   * @param kernelH rows of a window
   * @param kernelW columns of a window
   * @param row from a row of a window to the next
   * @param column from a column of a window to the next
   * @param pixel from a window to that of the next output pixel
   * @param target from an output pixel to the next
   */
  record Strides(int kernelH, int kernelW, long row, long column, long pixel, long target) {
    /** Taps of a window. */
    int taps() {
      return kernelH * kernelW;
    }
  }

  /**
   * Some output pixels side by side: y = floor(bias + Σ x · w) for {@code block(group)} channels.
   *
   * @param pixels {@link #PIXELS} or 1
   * @param x where the first window begins; {@link #LANES} floats beyond its channels are read too
   * @param w [channels / 16][taps][group][16]
   */
  void run(
      int pixels,
      Strides strides,
      int group,
      MemorySegment x,
      long xOff,
      MemorySegment w,
      long wOff,
      MemorySegment bias,
      long biasOff,
      float floor,
      MemorySegment y,
      long yOff);
}
