package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;

/** The kernels of small groups without vectors: loops over {@link HeapRows}. */
final class ScalarGroups implements GroupKernels {
  private static final int WEIGHTS = 0;
  private static final int INPUTS = 1;
  private static final int SUMS = 2;

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
    var heap = HeapRows.ofThread();
    for (int lane = 0; lane < GroupKernels.block(group); lane += LANES) {
      for (int p = 0; p < pixels; p++) {
        HeapRows.load(bias, biasOff + lane * 4L, heap[SUMS + p], LANES);
      }
      long first = xOff + (lane - lane % group) * 4L;
      long weight = wOff + GroupKernels.weights(lane, group, strides.taps());
      for (int kh = 0; kh < strides.kernelH(); kh++) {
        for (int kw = 0; kw < strides.kernelW(); kw++) {
          long at = first + kh * strides.row() + kw * strides.column();
          for (int j = 0; j < group; j += LANES) {
            int inputs = Math.min(LANES, group - j);
            HeapRows.load(w, weight, heap[WEIGHTS], inputs * LANES);
            weight += 4L * inputs * LANES;
            for (int p = 0; p < pixels; p++) {
              HeapRows.load(x, at + p * strides.pixel() + j * 4L, heap[INPUTS], LANES);
              multiply(heap[INPUTS], heap[WEIGHTS], inputs, group, heap[SUMS + p]);
            }
          }
        }
      }
      for (int p = 0; p < pixels; p++) {
        HeapRows.floor(floor, heap[SUMS + p], LANES);
        HeapRows.store(heap[SUMS + p], y, yOff + p * strides.target() + lane * 4L, LANES);
      }
    }
  }

  /** Some inputs of each group in a vector, by their weights [inputs][16]. */
  private static void multiply(float[] x, float[] w, int inputs, int group, float[] sums) {
    for (int j = 0; j < inputs; j++) {
      for (int lane = 0; lane < LANES; lane++) {
        sums[lane] = Math.fma(x[lane / group * group + j], w[j * LANES + lane], sums[lane]);
      }
    }
  }
}
