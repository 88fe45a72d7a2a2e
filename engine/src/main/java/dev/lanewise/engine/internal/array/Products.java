package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.internal.parallel.Work;
import java.util.Arrays;
import java.util.List;

/**
 * Stacks of matrix products. A place is a row of the output; all sums of a row grow together, each
 * in the order of k.
 */
final class Products extends Each {
  private final View a;
  private final View b;
  private final View y;

  private Products(View a, View b, View y) {
    super(
        Walk.alongMemory(List.of(y.without(y.rank() - 1), a.without(a.rank() - 1), lead(a, b))),
        2L * a.extent(a.rank() - 1) * y.extent(y.rank() - 1));
    this.a = a;
    this.b = b;
    this.y = y;
  }

  /** Of operands as {@link dev.lanewise.engine.op.MatMul} takes them. */
  static Work of(View a, View b, View y) {
    var row = a.rank() == 1 ? a.insert(0) : a;
    var column = b.rank() == 1 ? b.insert(1) : b;
    var target = y;
    if (b.rank() == 1) {
      target = target.insert(target.rank());
    }
    if (a.rank() == 1) {
      target = target.insert(target.rank() - 1);
    }
    int[] stacks = Arrays.copyOf(target.extents(), target.rank() - 2);
    return new Products(stacked(row, stacks), stacked(column, stacks), target);
  }

  /** b's first element of each stack, beside each row of a. */
  private static View lead(View a, View b) {
    int[] extents = Arrays.copyOf(a.extents(), a.rank() - 1);
    long[] strides = Arrays.copyOf(b.strides(), b.rank() - 1);
    strides[strides.length - 1] = 0;
    return b.as(extents, strides);
  }

  /** The matrices repeated over all stacks. */
  private static View stacked(View matrix, int[] stacks) {
    int[] extents = Arrays.copyOf(stacks, stacks.length + 2);
    extents[stacks.length] = matrix.extent(matrix.rank() - 2);
    extents[stacks.length + 1] = matrix.extent(matrix.rank() - 1);
    var wide = matrix.broadcast(extents);
    long[] strides = wide.strides();
    strides[stacks.length] = matrix.stride(matrix.rank() - 2);
    strides[stacks.length + 1] = matrix.stride(matrix.rank() - 1);
    return wide.as(extents, strides);
  }

  @Override
  void place(long index) {
    long to = walk.place(0, index);
    long left = walk.place(1, index);
    long right = walk.place(2, index);
    int columns = y.extent(y.rank() - 1);
    int depth = a.extent(a.rank() - 1);
    long stepY = y.stride(y.rank() - 1);
    long stepA = a.stride(a.rank() - 1);
    long stepB = b.stride(b.rank() - 1);
    long rowB = b.stride(b.rank() - 2);
    for (int j = 0; j < columns; j++) {
      y.setFloat(to + j * stepY, 0f);
    }
    for (int k = 0; k < depth; k++) {
      float value = a.getFloat(left + k * stepA);
      long row = right + k * rowB;
      for (int j = 0; j < columns; j++) {
        float sum = y.getFloat(to + j * stepY);
        y.setFloat(to + j * stepY, Math.fma(value, b.getFloat(row + j * stepB), sum));
      }
    }
  }
}
