package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.internal.kernel.ActivationFormulas;
import dev.lanewise.engine.internal.kernel.ActivationKernels;
import dev.lanewise.engine.internal.kernel.KernelSet;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Softmax or its logarithm along an axis. Where the lines of the output lie side by side, the
 * exponentials of all of a part's are one run of a kernel: a line may have no more than two
 * classes.
 */
final class SoftmaxLines extends Each {
  private static final ActivationKernels.Function EXP = ActivationKernels.Function.EXP;
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private final View x;
  private final View y;
  private final int length;
  private final long stepX;
  private final long stepY;
  private final boolean log;
  private final boolean sideBySide;

  SoftmaxLines(View x, View y, int axis, boolean log) {
    super(Walk.alongMemory(List.of(y.without(axis), x.without(axis))), 8L * x.extent(axis));
    this.x = x;
    this.y = y;
    length = x.extent(axis);
    stepX = x.stride(axis);
    stepY = y.stride(axis);
    this.log = log;
    sideBySide = stepY == Float.BYTES && walk.rows() == 1 && walk.step(0) == length * stepY;
  }

  @Override
  void places(long from, long end) {
    if (log || !sideBySide) {
      super.places(from, end);
      return;
    }
    for (long index = from; index < end; index++) {
      shift(index);
    }
    long first = walk.place(0, from);
    int floats = (int) ((end - from) * length);
    KernelSet.activations().apply(EXP, 0f, 0f, y.memory(), first, y.memory(), first, floats);
    for (long index = from; index < end; index++) {
      long to = walk.place(0, index);
      divide(to, sum(to));
    }
  }

  @Override
  void place(long index) {
    float max = shift(index);
    long to = walk.place(0, index);
    if (stepY == Float.BYTES) {
      KernelSet.activations().apply(EXP, 0f, 0f, y.memory(), to, y.memory(), to, length);
    } else {
      for (int i = 0; i < length; i++) {
        long at = to + i * stepY;
        y.setFloat(at, ActivationFormulas.at(EXP, 0f, 0f, y.getFloat(at)));
      }
    }
    float sum = sum(to);
    if (!log) {
      divide(to, sum);
      return;
    }
    float logSum = (float) StrictMath.log(sum);
    long from = walk.place(1, index);
    for (int i = 0; i < length; i++) {
      y.setFloat(to + i * stepY, x.getFloat(from + i * stepX) - max - logSum);
    }
  }

  /** y = x − max; gives the maximum. */
  private float shift(long index) {
    long to = walk.place(0, index);
    long from = walk.place(1, index);
    if (stepX == Float.BYTES && stepY == Float.BYTES) {
      return shift(x.memory(), from, y.memory(), to, length);
    }
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < length; i++) {
      max = Math.max(max, x.getFloat(from + i * stepX));
    }
    for (int i = 0; i < length; i++) {
      y.setFloat(to + i * stepY, x.getFloat(from + i * stepX) - max);
    }
    return max;
  }

  /** The same side by side: checks are hoisted out of a loop whose step is a constant. */
  private static float shift(MemorySegment x, long xOff, MemorySegment y, long yOff, int length) {
    float max = Float.NEGATIVE_INFINITY;
    float other = Float.NEGATIVE_INFINITY;
    int i = 0;
    for (; i < length - 1; i += 2) {
      max = Math.max(max, x.get(FLOAT, xOff + i * 4L));
      other = Math.max(other, x.get(FLOAT, xOff + i * 4L + 4));
    }
    for (; i < length; i++) {
      max = Math.max(max, x.get(FLOAT, xOff + i * 4L));
    }
    max = Math.max(max, other);
    for (i = 0; i < length; i++) {
      y.set(FLOAT, yOff + i * 4L, x.get(FLOAT, xOff + i * 4L) - max);
    }
    return max;
  }

  /** Four sums side by side: one alone would wait for each addition. */
  private float sum(long at) {
    float s0 = 0f;
    float s1 = 0f;
    float s2 = 0f;
    float s3 = 0f;
    int i = 0;
    for (; i < length - 3; i += 4) {
      s0 += y.getFloat(at + i * stepY);
      s1 += y.getFloat(at + (i + 1) * stepY);
      s2 += y.getFloat(at + (i + 2) * stepY);
      s3 += y.getFloat(at + (i + 3) * stepY);
    }
    if (i < length) {
      s0 += y.getFloat(at + i++ * stepY);
    }
    if (i < length) {
      s1 += y.getFloat(at + i++ * stepY);
    }
    if (i < length) {
      s2 += y.getFloat(at + i * stepY);
    }
    return (s0 + s1) + (s2 + s3);
  }

  private void divide(long at, float sum) {
    if (stepY == Float.BYTES) {
      divide(y.memory(), at, length, sum);
      return;
    }
    for (int i = 0; i < length; i++) {
      y.setFloat(at + i * stepY, y.getFloat(at + i * stepY) / sum);
    }
  }

  private static void divide(MemorySegment y, long at, int length, float sum) {
    for (int i = 0; i < length; i++) {
      y.set(FLOAT, at + i * 4L, y.get(FLOAT, at + i * 4L) / sum);
    }
  }
}
