package dev.lanewise.engine.op;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.ElementTypeException;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import java.util.Arrays;
import java.util.List;

/** The checks that operators share. */
final class Checks {
  private Checks() {}

  static void arity(List<Shape> inputs, int least, int most) {
    if (inputs.size() < least || inputs.size() > most) {
      throw new ShapeException(
          "takes "
              + (least == most ? Integer.toString(least) : least + " to " + most)
              + " inputs, got "
              + inputs.size());
    }
  }

  static void rank(String what, Shape shape, int rank) {
    if (shape.rank() != rank) {
      throw new ShapeException(what + " must have rank " + rank + ", has shape " + shape);
    }
  }

  /** A vector of {@code length} elements, such as a bias. */
  static void vector(String what, Shape shape, int length) {
    if (shape.rank() != 1 || differ(shape.dim(0), length)) {
      throw new ShapeException(what + " must have shape [" + length + "], has " + shape);
    }
  }

  static boolean differ(int a, int b) {
    return a != b && a != Shape.UNKNOWN && b != Shape.UNKNOWN;
  }

  static void type(String what, ElementType type, ElementType needed) {
    if (type != needed) {
      throw new ElementTypeException(what + " must be of " + needed + ", is of " + type);
    }
  }

  /** Indices may be of either integer type. */
  static void indices(ElementType type) {
    if (type != ElementType.I64 && type != ElementType.I32) {
      throw new ElementTypeException("indices must be of int64 or int32, are of " + type);
    }
  }

  /** The type that all have. */
  static ElementType same(List<ElementType> types) {
    for (var type : types) {
      type("an input beside one of " + types.getFirst(), type, types.getFirst());
    }
    return types.getFirst();
  }

  /** An axis of {@code x}, counted from the front. */
  static void axis(int axis, Shape x) {
    if (axis < 0 || axis >= x.rank()) {
      throw new ShapeException("axis " + axis + " is not one of an input of shape " + x);
    }
  }

  /**
   * The shape to which all can be broadcast: aligned at the last axis, extents are equal or 1. An
   * unknown extent beside a larger one is taken to be that one, or 1.
   *
   * <p>Source: NumPy, "Broadcasting"; ONNX, "Multidirectional Broadcasting".
   */
  static Shape broadcast(List<Shape> shapes) {
    int rank = shapes.stream().mapToInt(Shape::rank).max().orElse(0);
    var extents = new int[rank];
    Arrays.fill(extents, 1);
    for (var shape : shapes) {
      int lead = rank - shape.rank();
      for (int axis = lead; axis < rank; axis++) {
        int mine = shape.dim(axis - lead);
        if (extents[axis] == 1 || (extents[axis] == Shape.UNKNOWN && mine != 1)) {
          extents[axis] = mine;
        } else if (mine != 1 && differ(mine, extents[axis])) {
          throw new ShapeException("cannot broadcast " + shapes + ": axis " + axis + " differs");
        }
      }
    }
    return Shape.of(extents);
  }

  /** An extent as an {@code int}. */
  static int extent(long extent) {
    if (extent > Integer.MAX_VALUE) {
      throw new ShapeException("an extent overflows: " + extent);
    }
    return (int) extent;
  }

  /** The known one of two extents that do not differ. */
  static int merge(int a, int b) {
    return a == Shape.UNKNOWN ? b : a;
  }

  /** What is known of a shape from two that are compatible. */
  static Shape merge(Shape a, Shape b) {
    var extents = a.toArray();
    Arrays.setAll(extents, axis -> merge(a.dim(axis), b.dim(axis)));
    return Shape.of(extents);
  }
}
