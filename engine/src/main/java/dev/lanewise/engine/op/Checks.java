package dev.lanewise.engine.op;

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
