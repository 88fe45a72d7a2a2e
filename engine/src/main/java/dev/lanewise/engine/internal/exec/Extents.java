package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.LimitException;
import dev.lanewise.engine.Shape;

/**
 * A shape as pixels of channels: a picture's own extents; a matrix has one pixel a row; anything
 * else is one pixel.
 */
record Extents(int batch, int height, int width, int channels) {
  static Extents of(String name, Shape shape) {
    return switch (shape.rank()) {
      case 4 -> {
        pixels(name, (long) shape.dim(0) * shape.dim(2), shape.dim(3));
        yield new Extents(shape.dim(0), shape.dim(2), shape.dim(3), shape.dim(1));
      }
      case 2 -> new Extents(shape.dim(0), 1, 1, shape.dim(1));
      default -> new Extents(1, 1, 1, pixels(name, shape.elements(), 1));
    };
  }

  private static int pixels(String name, long rows, long columns) {
    if (columns > 0 && rows > Integer.MAX_VALUE / columns) {
      throw new LimitException(
          "%s has %d × %d pixels, more than 2³¹ − 1".formatted(name, rows, columns));
    }
    return (int) (rows * columns);
  }

  int pixels() {
    return batch * height * width;
  }
}
