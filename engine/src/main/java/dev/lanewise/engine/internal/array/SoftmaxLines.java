package dev.lanewise.engine.internal.array;

import java.util.List;

/** Softmax or its logarithm along an axis. */
final class SoftmaxLines extends Each {
  private final View x;
  private final View y;
  private final int length;
  private final long stepX;
  private final long stepY;
  private final boolean log;

  SoftmaxLines(View x, View y, int axis, boolean log) {
    super(Walk.alongMemory(List.of(y.without(axis), x.without(axis))), 32L * x.extent(axis));
    this.x = x;
    this.y = y;
    length = x.extent(axis);
    stepX = x.stride(axis);
    stepY = y.stride(axis);
    this.log = log;
  }

  @Override
  void place(long index) {
    long to = walk.place(0, index);
    long from = walk.place(1, index);
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < length; i++) {
      max = Math.max(max, x.getFloat(from + i * stepX));
    }
    float sum = 0f;
    for (int i = 0; i < length; i++) {
      float e = (float) StrictMath.exp(x.getFloat(from + i * stepX) - max);
      y.setFloat(to + i * stepY, e);
      sum += e;
    }
    float logSum = (float) StrictMath.log(sum);
    for (int i = 0; i < length; i++) {
      float value =
          log ? x.getFloat(from + i * stepX) - max - logSum : y.getFloat(to + i * stepY) / sum;
      y.setFloat(to + i * stepY, value);
    }
  }
}
