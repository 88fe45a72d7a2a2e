package dev.lanewise.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A dense tensor in off-heap memory, of float32 unless another {@link ElementType} is stated.
 *
 * <pre>{@code
 * try (var picture = Tensor.allocate(Shape.of(1, 3, 224, 224), Layout.NCHW)) {
 *   picture.copyFrom(floats);          // 150,528 of them, planes of red, green, blue
 *   session.input("input").copyFrom(picture);
 * }
 * }</pre>
 *
 * <p><b>Ownership.</b> A tensor from {@link #allocate(Shape, Layout)} owns its memory until {@link
 * #close()}. One from {@link #managed} lives as long as it is reachable. One from {@link #view} or
 * from a session borrows memory that somebody else owns, and closing it does nothing. Access after
 * the memory is gone throws {@link IllegalStateException}; it never reads freed memory.
 *
 * <p><b>Threads.</b> Any thread may read and write; the tensor does no synchronisation of its own.
 */
public final class Tensor implements AutoCloseable {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final long ALIGNMENT = 64;

  private final ElementType type;
  private final Shape shape;
  private final Layout layout;
  private final MemorySegment data;
  private final @Nullable Arena owned;

  private Tensor(
      ElementType type, Shape shape, Layout layout, MemorySegment data, @Nullable Arena owned) {
    this.type = type;
    this.shape = shape;
    this.layout = layout;
    this.data = data;
    this.owned = owned;
  }

  /**
   * A new tensor of zeros of float32, as {@link #allocate(ElementType, Shape, Layout)} makes it.
   */
  public static Tensor allocate(Shape shape, Layout layout) {
    return allocate(ElementType.F32, shape, layout);
  }

  /**
   * A new tensor of zeros that owns its memory; close it when done.
   *
   * @throws ShapeException if an extent is unknown or the size in bytes overflows
   */
  public static Tensor allocate(ElementType type, Shape shape, Layout layout) {
    long bytes = bytes(type, shape);
    var arena = Arena.ofShared();
    try {
      return new Tensor(type, shape, layout, arena.allocate(bytes, ALIGNMENT), arena);
    } catch (Throwable failure) {
      arena.close();
      throw failure;
    }
  }

  /** A new float32 tensor of zeros whose memory is freed some time after it becomes unreachable. */
  public static Tensor managed(Shape shape, Layout layout) {
    return managed(ElementType.F32, shape, layout);
  }

  /** A new tensor of zeros whose memory is freed some time after it becomes unreachable. */
  public static Tensor managed(ElementType type, Shape shape, Layout layout) {
    var data = Arena.ofAuto().allocate(bytes(type, shape), ALIGNMENT);
    return new Tensor(type, shape, layout, data, null);
  }

  /** A new {@link #managed} tensor holding {@code values}, which are in the order of the layout. */
  public static Tensor of(Shape shape, Layout layout, float... values) {
    checkLength(shape, values.length);
    return managed(shape, layout).copyFrom(values);
  }

  /** A new {@link #managed} tensor of int64 holding {@code values}, row-major. */
  public static Tensor ofLongs(Shape shape, long... values) {
    checkLength(shape, values.length);
    var tensor = managed(ElementType.I64, shape, Layout.NCHW);
    MemorySegment.copy(values, 0, tensor.data, LONG, 0, values.length);
    return tensor;
  }

  /** A float32 tensor, as {@link #view(MemorySegment, ElementType, Shape, Layout)} makes it. */
  public static Tensor view(MemorySegment data, Shape shape, Layout layout) {
    return view(data, ElementType.F32, shape, layout);
  }

  /**
   * A tensor over memory that the caller owns; nothing is copied.
   *
   * @param data exactly the type's bytes per element, in native byte order, of any alignment
   * @throws ShapeException if the segment's size is not that of the shape
   */
  public static Tensor view(MemorySegment data, ElementType type, Shape shape, Layout layout) {
    if (data.byteSize() != bytes(type, shape)) {
      throw new ShapeException(
          shape + " takes " + bytes(type, shape) + " bytes, the segment has " + data.byteSize());
    }
    return new Tensor(type, shape, layout, data, null);
  }

  /** What the elements are. */
  public ElementType type() {
    return type;
  }

  /** The extents, in logical order whatever the layout. */
  public Shape shape() {
    return shape;
  }

  /** The order of the elements in memory. */
  public Layout layout() {
    return layout;
  }

  /** The elements, {@link ElementType#bytes} each in native byte order; a view, not a copy. */
  public MemorySegment segment() {
    return data;
  }

  /**
   * The element at these logical coordinates (n, c, h, w), whatever the layout.
   *
   * @throws IndexOutOfBoundsException if a coordinate is outside its extent
   * @throws ElementTypeException if the elements are not float32
   */
  public float get(int... coordinates) {
    demand(ElementType.F32);
    return data.getAtIndex(FLOAT, index(coordinates));
  }

  /**
   * The integer, or the 0 or 1 of a truth value, at these logical coordinates.
   *
   * @throws IndexOutOfBoundsException if a coordinate is outside its extent
   * @throws ElementTypeException if the elements are float32
   */
  public long getLong(int... coordinates) {
    return whole(index(coordinates));
  }

  /** Sets the element at these logical coordinates (n, c, h, w), whatever the layout. */
  public void set(float value, int... coordinates) {
    demand(ElementType.F32);
    data.setAtIndex(FLOAT, index(coordinates), value);
  }

  /**
   * Fills this tensor with {@code values}, which are in the order of this tensor's layout.
   *
   * @return this
   * @throws ShapeException if there are more or fewer values than elements
   * @throws ElementTypeException if the elements are not float32
   */
  public Tensor copyFrom(float[] values) {
    demand(ElementType.F32);
    checkLength(shape, values.length);
    MemorySegment.copy(values, 0, data, FLOAT, 0, values.length);
    return this;
  }

  /**
   * Fills this tensor from {@code source}, whose bytes are in the order of this tensor's layout.
   *
   * @return this
   * @throws ShapeException if the sizes differ
   */
  public Tensor copyFrom(MemorySegment source) {
    if (source.byteSize() != data.byteSize()) {
      throw new ShapeException(
          shape + " takes " + data.byteSize() + " bytes, the source has " + source.byteSize());
    }
    data.copyFrom(source);
    return this;
  }

  /**
   * Fills this tensor with {@code source}'s elements, converting between layouts where they differ.
   *
   * @return this
   * @throws ShapeException if the shapes differ
   * @throws ElementTypeException if the types differ
   */
  public Tensor copyFrom(Tensor source) {
    source.demand(type);
    if (!shape.equals(source.shape)) {
      throw new ShapeException("cannot copy " + source.shape + " into " + shape);
    }
    if (layout == source.layout || shape.rank() != 4) {
      data.copyFrom(source.data);
    } else {
      transpose(source);
    }
    return this;
  }

  /** Copies all elements, in the order of this tensor's layout, into {@code target}. */
  public void copyTo(float[] target) {
    demand(ElementType.F32);
    checkLength(shape, target.length);
    MemorySegment.copy(data, FLOAT, 0, target, 0, target.length);
  }

  /** Copies all elements, in the order of this tensor's layout, into {@code target}. */
  public void copyTo(MemorySegment target) {
    if (target.byteSize() != data.byteSize()) {
      throw new ShapeException(
          shape + " takes " + data.byteSize() + " bytes, the target has " + target.byteSize());
    }
    target.copyFrom(data);
  }

  /**
   * A new array of all elements in the order of {@code order}.
   *
   * @throws ElementTypeException if the elements are not float32
   */
  public float[] toArray(Layout order) {
    demand(ElementType.F32);
    var values = new float[Math.toIntExact(shape.elements())];
    in(order).copyTo(values);
    return values;
  }

  /**
   * A new array of all integers or truth values, row-major in logical order.
   *
   * @throws ElementTypeException if the elements are float32
   */
  public long[] toLongs() {
    var source = in(Layout.NCHW);
    var values = new long[Math.toIntExact(shape.elements())];
    Arrays.setAll(values, source::whole);
    return values;
  }

  /** This tensor, or a copy where its layout is another that matters. */
  private Tensor in(Layout order) {
    return order == layout || shape.rank() != 4 ? this : managed(type, shape, order).copyFrom(this);
  }

  private long whole(long index) {
    return switch (type) {
      case I64 -> data.getAtIndex(LONG, index);
      case I32 -> data.getAtIndex(INT, index);
      case BOOL -> data.get(ValueLayout.JAVA_BYTE, index);
      case F32 -> throw new ElementTypeException(this + " holds no integers");
    };
  }

  private void demand(ElementType needed) {
    if (type != needed) {
      throw new ElementTypeException(this + " is not of " + needed);
    }
  }

  /** Whether this tensor and {@code other} use the same segment of memory, wholly or in part. */
  boolean overlaps(Tensor other) {
    return data.asOverlappingSlice(other.data).isPresent();
  }

  /** Frees the memory of a tensor that owns it; does nothing on any other, or a second time. */
  @Override
  public void close() {
    if (owned != null && owned.scope().isAlive()) {
      owned.close();
    }
  }

  /** For example {@code float32 [1, 3, 224, 224] NCHW}. */
  @Override
  public String toString() {
    return type + " " + shape + (shape.rank() == 4 ? " " + layout : "");
  }

  private void transpose(Tensor source) {
    int channels = shape.dim(1);
    long pixels = (long) shape.dim(2) * shape.dim(3);
    boolean toPlanar = layout == Layout.NCHW;
    for (int n = 0; n < shape.dim(0); n++) {
      long base = (long) n * channels * pixels;
      for (int c = 0; c < channels; c++) {
        for (long p = 0; p < pixels; p++) {
          long planar = base + c * pixels + p;
          long interleaved = base + p * channels + c;
          move(source, toPlanar ? interleaved : planar, toPlanar ? planar : interleaved);
        }
      }
    }
  }

  private void move(Tensor source, long from, long to) {
    switch (type.bytes()) {
      case Integer.BYTES -> data.setAtIndex(INT, to, source.data.getAtIndex(INT, from));
      case Long.BYTES -> data.setAtIndex(LONG, to, source.data.getAtIndex(LONG, from));
      default -> data.set(ValueLayout.JAVA_BYTE, to, source.data.get(ValueLayout.JAVA_BYTE, from));
    }
  }

  private long index(int[] coordinates) {
    if (coordinates.length != shape.rank()) {
      throw new IndexOutOfBoundsException(
          coordinates.length + " coordinates for a tensor of shape " + shape);
    }
    for (int axis = 0; axis < coordinates.length; axis++) {
      if (coordinates[axis] < 0 || coordinates[axis] >= shape.dim(axis)) {
        throw new IndexOutOfBoundsException(
            "coordinate " + coordinates[axis] + " on axis " + axis + " of " + shape);
      }
    }
    if (shape.rank() == 4 && layout == Layout.NHWC) {
      long row = (long) coordinates[0] * shape.dim(2) + coordinates[2];
      return (row * shape.dim(3) + coordinates[3]) * shape.dim(1) + coordinates[1];
    }
    long index = 0;
    for (int axis = 0; axis < coordinates.length; axis++) {
      index = index * shape.dim(axis) + coordinates[axis];
    }
    return index;
  }

  private static long bytes(ElementType type, Shape shape) {
    long elements = shape.elements();
    if (elements > Long.MAX_VALUE / type.bytes()) {
      throw new ShapeException("the size of " + shape + " in bytes overflows");
    }
    return elements * type.bytes();
  }

  private static void checkLength(Shape shape, long length) {
    if (length != shape.elements()) {
      throw new ShapeException(shape + " has " + shape.elements() + " elements, got " + length);
    }
  }
}
