package dev.lanewise.engine.reference;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.internal.array.View;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A tensor of the interpreter, NHWC where the rank is 4 and row-major elsewhere.
 *
 * @param data the elements of float32; empty for any other type
 * @param raw the bytes of any other type; empty for float32
 */
record Value(Shape shape, ElementType type, float[] data, byte[] raw) {
  static Value of(Tensor tensor) {
    if (tensor.type() == ElementType.F32) {
      return new Value(tensor.shape(), ElementType.F32, tensor.toArray(Layout.NHWC), new byte[0]);
    }
    var value = of(tensor.shape(), tensor.type());
    var copy = Tensor.managed(tensor.type(), tensor.shape(), Layout.NHWC).copyFrom(tensor);
    copy.copyTo(value.memory());
    return value;
  }

  /** Zeros. */
  static Value of(Shape shape, ElementType type) {
    int elements = Math.toIntExact(shape.elements());
    boolean real = type == ElementType.F32;
    return new Value(
        shape,
        type,
        new float[real ? elements : 0],
        new byte[real ? 0 : Math.multiplyExact(elements, type.bytes())]);
  }

  Tensor toTensor() {
    return Tensor.managed(type, shape, Layout.NHWC).copyFrom(memory());
  }

  /** The elements' bytes. */
  MemorySegment memory() {
    return type == ElementType.F32 ? MemorySegment.ofArray(data) : MemorySegment.ofArray(raw);
  }

  /** A copy off the heap, where the array operators work. */
  View view(Arena arena) {
    var memory = arena.allocate(memory().byteSize(), Long.BYTES).copyFrom(memory());
    return View.of(memory, 0, type, shape, shape.rank() == 4 || shape.rank() == 2 ? dim(1) : 1);
  }

  int dim(int axis) {
    return shape.dim(axis);
  }

  /** Positions at which a channel has a value: pixels of all pictures, or rows of a matrix. */
  int positions() {
    return data.length / dim(1);
  }

  /** Where pixel (h, w) of picture n starts. */
  int pixel(int n, int h, int w) {
    return ((n * dim(2) + h) * dim(3) + w) * dim(1);
  }
}
