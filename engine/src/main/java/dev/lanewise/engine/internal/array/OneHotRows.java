package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.ElementType;
import java.util.List;

/** Rows that are "on" at one place: a place is an index. */
final class OneHotRows extends Each {
  private final View indices;
  private final View values;
  private final View y;
  private final int axis;

  OneHotRows(int axis, View indices, View values, View y) {
    super(Walk.alongMemory(List.of(y.without(axis), indices)), y.extent(axis));
    this.indices = indices;
    this.values = values;
    this.y = y;
    this.axis = axis;
  }

  @Override
  void place(long index) {
    long to = walk.place(0, index);
    long from = walk.place(1, index);
    long hot =
        indices.type() == ElementType.F32 ? (long) indices.getFloat(from) : indices.getLong(from);
    int depth = y.extent(axis);
    long place = hot < 0 ? hot + depth : hot;
    for (int i = 0; i < depth; i++) {
      long value = values.base() + (i == place ? values.stride(0) : 0);
      y.copy(values, value, to + i * y.stride(axis));
    }
  }
}
