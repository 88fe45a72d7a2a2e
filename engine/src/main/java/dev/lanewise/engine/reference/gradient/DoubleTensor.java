package dev.lanewise.engine.reference.gradient;

import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import dev.lanewise.engine.Tensor;

/**
 * A tensor of float64 on the heap.
 *
 * @param shape every extent known, in logical order (N, C, H, W)
 * @param data its elements, NHWC where the rank is 4 and row-major elsewhere; referenced, not
 *     copied
 */
public record DoubleTensor(Shape shape, double[] data) {
  /**
   * Checks the number of elements.
   *
   * @throws ShapeException if it is not the shape's
   */
  public DoubleTensor {
    if (data.length != shape.elements()) {
      throw new ShapeException(
          shape + " has " + shape.elements() + " elements, got " + data.length);
    }
  }

  /** A copy of a tensor of float32. */
  static DoubleTensor of(Tensor tensor) {
    float[] floats = tensor.toArray(Layout.NHWC);
    var data = new double[floats.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = floats[i];
    }
    return new DoubleTensor(tensor.shape(), data);
  }

  /**
   * Zeros.
   *
   * @throws ShapeException if they are more than an array can hold
   */
  static DoubleTensor zeros(Shape shape) {
    if (shape.elements() > Integer.MAX_VALUE - 8) {
      throw new ShapeException(
          shape + " has " + shape.elements() + " elements, an array holds fewer than 2³¹");
    }
    return new DoubleTensor(shape, new double[(int) shape.elements()]);
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
