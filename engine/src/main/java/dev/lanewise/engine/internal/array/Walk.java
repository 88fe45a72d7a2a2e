package dev.lanewise.engine.internal.array;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A way through several arrays of the same extents at once: rows along the axis that is innermost
 * in memory, neighbouring axes joined where all arrays allow it.
 */
final class Walk {
  private final int[] outer;
  private final long[][] outerStrides;
  private final long[] bases;
  private final long[] steps;
  private final long elements;
  private final int length;

  private Walk(List<View> views, List<Integer> axes) {
    var first = views.getFirst();
    elements = first.elements();
    var extents = new ArrayList<Integer>();
    var strides = new ArrayList<long[]>();
    for (int axis : axes) {
      if (first.extent(axis) != 1) {
        append(first.extent(axis), strides(views, axis), extents, strides);
      }
    }
    if (extents.isEmpty()) {
      extents.add(1);
      strides.add(new long[views.size()]);
    }
    length = extents.removeLast();
    steps = strides.removeLast();
    outer = extents.stream().mapToInt(Integer::intValue).toArray();
    outerStrides = strides.toArray(long[][]::new);
    bases = views.stream().mapToLong(View::base).toArray();
  }

  /** In whatever order the first array lies in memory. */
  static Walk alongMemory(List<View> views) {
    return new Walk(views, byStride(views.getFirst()));
  }

  private static List<Integer> byStride(View view) {
    var axes = new ArrayList<>(rowMajor(view));
    axes.sort(Comparator.comparingLong((Integer axis) -> -Math.abs(view.stride(axis))));
    return axes;
  }

  /**
   * Along memory but for the two innermost axes of the first array, which come first, the innermost
   * one before the other: rows along what is left, where those two are short.
   */
  static Walk acrossMemory(List<View> views) {
    var axes = byStride(views.getFirst());
    axes.removeIf(axis -> views.getFirst().extent(axis) == 1);
    if (axes.size() > 2) {
      axes.addFirst(axes.removeLast());
      axes.add(1, axes.removeLast());
    }
    return new Walk(views, axes);
  }

  /** In row-major order of the coordinates. */
  static Walk inOrder(List<View> views) {
    return new Walk(views, rowMajor(views.getFirst()));
  }

  private static List<Integer> rowMajor(View view) {
    var axes = new ArrayList<Integer>();
    for (int axis = 0; axis < view.rank(); axis++) {
      axes.add(axis);
    }
    return axes;
  }

  private static long[] strides(List<View> views, int axis) {
    return views.stream().mapToLong(view -> view.stride(axis)).toArray();
  }

  private static void append(
      int extent, long[] stride, List<Integer> extents, List<long[]> strides) {
    if (!extents.isEmpty() && continues(strides.getLast(), stride, extent)) {
      long joined = (long) extents.getLast() * extent;
      if (joined <= Integer.MAX_VALUE) {
        extents.set(extents.size() - 1, (int) joined);
        strides.set(strides.size() - 1, stride);
        return;
      }
    }
    extents.add(extent);
    strides.add(stride);
  }

  private static boolean continues(long[] outer, long[] inner, int extent) {
    for (int view = 0; view < outer.length; view++) {
      if (outer[view] != inner[view] * extent) {
        return false;
      }
    }
    return true;
  }

  /** Elements of each array. */
  long elements() {
    return elements;
  }

  /** Elements of a row. */
  int length() {
    return length;
  }

  long rows() {
    return elements == 0 ? 0 : elements / length;
  }

  /** Bytes from an element of a row to the next in an array. */
  long step(int view) {
    return steps[view];
  }

  /** Rows of a group: those along the axis around them. */
  int group() {
    return outer.length == 0 ? 1 : outer[outer.length - 1];
  }

  /** Bytes from a row to the next of its group in an array. */
  long rowStep(int view) {
    return outer.length == 0 ? 0 : outerStrides[outer.length - 1][view];
  }

  /** Where the element of this number, in the walk's order, lies in an array, in bytes. */
  long place(int view, long index) {
    return offset(view, index / length) + index % length * steps[view];
  }

  /** Where a row starts in an array, in bytes. */
  long offset(int view, long row) {
    long offset = bases[view];
    long rest = row;
    for (int axis = outer.length - 1; axis >= 0; axis--) {
      int extent = outer[axis];
      offset += rest % extent * outerStrides[axis][view];
      rest /= extent;
    }
    return offset;
  }
}
