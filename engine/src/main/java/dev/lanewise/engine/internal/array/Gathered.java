package dev.lanewise.engine.internal.array;

/** Elements at places that are known only when it runs. */
final class Gathered extends Spans {
  private final View data;
  private final View indices;
  private final long stride;
  private final int extent;

  /** Over views of the output's extents: data at the axis' first place, and the indices. */
  private Gathered(View data, long stride, int extent, View indices, View y) {
    super(y, data, indices);
    this.data = data;
    this.indices = indices;
    this.stride = stride;
    this.extent = extent;
  }

  static Gathered of(int axis, View data, View indices, View y) {
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
    return new Gathered(
        data.as(extents, fromData),
        data.stride(axis),
        data.extent(axis),
        indices.as(extents, fromIndices),
        y);
  }

  @Override
  void span(int count, long offsetY, long offsetA, long offsetB, long offsetC) {
    for (int i = 0; i < count; i++) {
      long index = indices.getLong(offsetB + i * stepB);
      long place = index < 0 ? index + extent : index;
      if (place < 0 || place >= extent) {
        throw new IndexOutOfBoundsException(
            "Gather: index " + index + " of an axis of extent " + extent);
      }
      long from = offsetA + i * stepA + place * stride;
      y.copy(data, from, offsetY + i * stepY);
    }
  }
}
