package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.internal.parallel.Work;

/** Elements at places that are known only when it runs. */
final class Gathered {
  private Gathered() {}

  static Work of(int axis, View data, View indices, View y) {
    int[] extents = y.extents();
    var fromData = new long[extents.length];
    var fromIndices = new long[extents.length];
    for (int each = 0; each < extents.length; each++) {
      if (each < axis) {
        fromData[each] = data.stride(each);
      } else if (each < axis + indices.rank()) {
        fromIndices[each] = indices.stride(each - axis);
      } else {
        fromData[each] = data.stride(each - indices.rank() + 1);
      }
    }
    // Both with the output's extents; the data at the axis' first place.
    var firsts = data.as(extents, fromData);
    var wanted = indices.as(extents, fromIndices);
    long stride = data.stride(axis);
    int extent = data.extent(axis);
    if (indices.elements() == 1) {
      return new Copy(firsts, y, () -> place(indices.getLong(indices.base()), extent) * stride);
    }
    return new Elements(
        (to, first, index, _) ->
            y.copy(firsts, first + place(wanted.getLong(index), extent) * stride, to),
        y,
        firsts,
        wanted);
  }

  private static long place(long index, int extent) {
    long place = index < 0 ? index + extent : index;
    if (place < 0 || place >= extent) {
      throw new IndexOutOfBoundsException(
          "Gather: index " + index + " of an axis of extent " + extent);
    }
    return place;
  }
}
