package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * An array in memory: the element at coordinates c lies at base + Σ c·stride bytes. Strides may be
 * 0, for an axis along which an element repeats, or negative.
 *
 * <p>Immutable; the memory is somebody else's.
 */
public final class View {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private final MemorySegment segment;
  private final ElementType type;
  private final long base;
  private final int[] extents;
  private final long[] strides;

  View(MemorySegment segment, ElementType type, long base, int[] extents, long[] strides) {
    this.segment = segment;
    this.type = type;
    this.base = base;
    this.extents = extents;
    this.strides = strides;
  }

  /**
   * An array as the engine lays them out: rank 4 in the order (n, h, w, c), anything else
   * row-major.
   *
   * @param offset of the first element in bytes
   * @param pitch elements from a pixel to the next for rank 4, from a row to the next for rank 2
   */
  public static View of(
      MemorySegment segment, long offset, ElementType type, Shape shape, int pitch) {
    int[] extents = shape.toArray();
    var strides = new long[extents.length];
    long unit = type.bytes();
    if (extents.length == 4) {
      strides[1] = unit;
      strides[3] = pitch * unit;
      strides[2] = strides[3] * extents[3];
      strides[0] = strides[2] * extents[2];
    } else {
      long stride = unit;
      for (int axis = extents.length - 1; axis >= 0; axis--) {
        strides[axis] = stride;
        stride = extents.length == 2 ? pitch * unit : stride * Math.max(1, extents[axis]);
      }
    }
    return new View(segment, type, offset, extents, strides);
  }

  /** The memory that the array lies in, wherever in it. */
  public MemorySegment memory() {
    return segment;
  }

  ElementType type() {
    return type;
  }

  /** The place of the first element in bytes. */
  long base() {
    return base;
  }

  int rank() {
    return extents.length;
  }

  int extent(int axis) {
    return extents[axis];
  }

  long stride(int axis) {
    return strides[axis];
  }

  int[] extents() {
    return extents.clone();
  }

  long[] strides() {
    return strides.clone();
  }

  long elements() {
    long product = 1;
    for (int extent : extents) {
      product *= extent;
    }
    return product;
  }

  /** The same memory with other extents and strides. */
  View as(int[] extents, long[] strides) {
    return new View(segment, type, base, extents, strides);
  }

  /** The same strides from another first element, with other extents. */
  View at(long base, int[] extents) {
    return new View(segment, type, base, extents, strides);
  }

  /** The array repeated so that it has these extents, aligned at the last axis. */
  View broadcast(int[] target) {
    var wide = new long[target.length];
    int lead = target.length - extents.length;
    for (int axis = lead; axis < target.length; axis++) {
      wide[axis] = extents[axis - lead] == 1 ? 0 : strides[axis - lead];
    }
    return new View(segment, type, base, target, wide);
  }

  /** The array without an axis, at that axis' first place. */
  View without(int axis) {
    return new View(segment, type, base, drop(extents, axis), drop(strides, axis));
  }

  /** The array with one more axis, of extent 1. */
  View insert(int axis) {
    var wideExtents = new int[extents.length + 1];
    var wideStrides = new long[extents.length + 1];
    for (int each = 0, from = 0; each < wideExtents.length; each++) {
      wideExtents[each] = each == axis ? 1 : extents[from];
      wideStrides[each] = each == axis ? 0 : strides[from++];
    }
    return as(wideExtents, wideStrides);
  }

  private static int[] drop(int[] values, int axis) {
    var result = Arrays.copyOf(values, values.length - 1);
    System.arraycopy(values, axis + 1, result, axis, result.length - axis);
    return result;
  }

  private static long[] drop(long[] values, int axis) {
    var result = Arrays.copyOf(values, values.length - 1);
    System.arraycopy(values, axis + 1, result, axis, result.length - axis);
    return result;
  }

  /** The float32 at an offset in bytes. */
  float getFloat(long offset) {
    return segment.get(FLOAT, offset);
  }

  void setFloat(long offset, float value) {
    segment.set(FLOAT, offset, value);
  }

  /** The integer or truth value at an offset in bytes. */
  long getLong(long offset) {
    return switch (type) {
      case I64 -> segment.get(LONG, offset);
      case I32 -> segment.get(INT, offset);
      case BOOL -> segment.get(ValueLayout.JAVA_BYTE, offset) == 0 ? 0 : 1;
      case F32 -> throw new IllegalStateException("no integers here");
    };
  }

  /** Sets an integer, cut to its type's bits, or a truth value. */
  void setLong(long offset, long value) {
    switch (type) {
      case I64 -> segment.set(LONG, offset, value);
      case I32 -> segment.set(INT, offset, (int) value);
      case BOOL -> segment.set(ValueLayout.JAVA_BYTE, offset, (byte) (value == 0 ? 0 : 1));
      case F32 -> throw new IllegalStateException("no integers here");
    }
  }

  /** Sets an element to one of another array of the same type. */
  void copy(View source, long from, long to) {
    if (type == ElementType.F32) {
      setFloat(to, source.getFloat(from));
    } else {
      setLong(to, source.getLong(from));
    }
  }

  /** Sets an element to a number, converted to its type. */
  void setNumber(long offset, double value) {
    if (type == ElementType.F32) {
      setFloat(offset, (float) value);
    } else {
      setLong(offset, (long) value);
    }
  }

  /** The number at an offset whatever its type; beyond 2⁵³ rounded. */
  double getDouble(long offset) {
    return type == ElementType.F32 ? getFloat(offset) : getLong(offset);
  }
}
