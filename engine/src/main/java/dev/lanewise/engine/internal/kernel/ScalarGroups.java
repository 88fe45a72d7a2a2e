package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The kernels of small groups without vectors. */
final class ScalarGroups implements GroupKernels {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  @Override
  public void run(
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
      long yOff) {
    for (int p = 0; p < pixels; p++) {
      long from = xOff + p * strides.pixel();
      pixel(strides, group, x, from, w, wOff, bias, biasOff, floor, y, yOff + p * strides.target());
    }
  }

  private static void pixel(
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
      long yOff) {
    for (int lane = 0; lane < GroupKernels.block(group); lane++) {
      long from = xOff + (long) (lane - lane % group) * Float.BYTES;
      long weight = wOff + GroupKernels.weights(lane, group, strides.taps());
      float sum = bias.get(FLOAT, biasOff + lane * 4L);
      for (int kh = 0; kh < strides.kernelH(); kh++) {
        for (int kw = 0; kw < strides.kernelW(); kw++) {
          long at = from + kh * strides.row() + kw * strides.column();
          for (int j = 0; j < group; j++) {
            sum = Math.fma(x.get(FLOAT, at + j * 4L), w.get(FLOAT, weight), sum);
            weight += LANES * 4L;
          }
        }
      }
      y.set(FLOAT, yOff + lane * 4L, sum <= floor ? floor : sum);
    }
  }
}
