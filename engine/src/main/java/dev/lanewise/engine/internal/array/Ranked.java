package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.ElementType;
import java.util.List;

/**
 * The first k elements of each line along an axis, in ascending or descending order, of equal ones
 * the first first, or the last where that is asked for: the elements or their places. Each is found
 * by one pass over the line, so that nothing is allocated; NaN comes before everything else.
 */
final class Ranked extends Each {
  private final View x;
  private final View y;
  private final int axis;
  private final int k;
  private final boolean largest;
  private final boolean lastOfEqual;
  private final boolean places;

  /**
   * Over lines of {@code x} along {@code axis}.
   *
   * @param y of x's rank, with extent k along the axis
   */
  Ranked(View x, View y, int axis, int k, boolean largest, boolean lastOfEqual, boolean places) {
    super(Walk.alongMemory(List.of(y.without(axis), x.without(axis))), (long) x.extent(axis) * k);
    this.x = x;
    this.y = y;
    this.axis = axis;
    this.k = k;
    this.largest = largest;
    this.lastOfEqual = lastOfEqual;
    this.places = places;
  }

  @Override
  void place(long index) {
    long line = walk.place(1, index);
    long target = walk.place(0, index);
    int previous = -1;
    for (int rank = 0; rank < k; rank++) {
      previous = next(line, previous);
      long to = target + rank * y.stride(axis);
      long from = line + previous * x.stride(axis);
      if (places) {
        y.setLong(to, previous);
      } else {
        y.copy(x, from, to);
      }
    }
  }

  /** The place of the best element of those after {@code previous} in the order. */
  private int next(long line, int previous) {
    int best = -1;
    for (int i = 0; i < x.extent(axis); i++) {
      if ((previous < 0 || isBefore(line, previous, i)) && (best < 0 || isBefore(line, i, best))) {
        best = i;
      }
    }
    return best;
  }

  private boolean isBefore(long line, int i, int j) {
    int order = compare(line + i * x.stride(axis), line + j * x.stride(axis));
    if (order != 0) {
      return order < 0;
    }
    return lastOfEqual ? i > j : i < j;
  }

  private int compare(long a, long b) {
    if (x.type() != ElementType.F32) {
      int order = Long.compare(x.getLong(a), x.getLong(b));
      return largest ? -order : order;
    }
    float first = x.getFloat(a);
    float second = x.getFloat(b);
    if (Float.isNaN(first) || Float.isNaN(second)) {
      return Boolean.compare(Float.isNaN(second), Float.isNaN(first));
    }
    if (first == second) {
      return 0;
    }
    return (first > second) == largest ? -1 : 1;
  }
}
