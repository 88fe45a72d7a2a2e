package dev.lanewise.engine.reference;

import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;

/** A tensor of the interpreter: a heap array, NHWC where the rank is 4 and row-major elsewhere. */
record Value(Shape shape, float[] data) {
  static Value of(Tensor tensor) {
    return new Value(tensor.shape(), tensor.toArray(Layout.NHWC));
  }

  /** Zeros. */
  static Value of(Shape shape) {
    return new Value(shape, new float[Math.toIntExact(shape.elements())]);
  }

  Tensor toTensor() {
    return Tensor.of(shape, Layout.NHWC, data);
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
