package dev.lanewise.bench.cli;

import dev.lanewise.blocks.onnx.OnnxReader;
import dev.lanewise.engine.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of a model for one picture.
 *
 * @param shapes of all inputs, every extent known
 * @param size of the picture
 */
record PictureInput(Map<String, Shape> shapes, PictureSize size) {
  private static final int RANK = 4;

  /**
   * What an ONNX file declares, with what it leaves open filled in: a batch of one, three channels,
   * and the size.
   *
   * @param size of the picture, or null for what is declared
   * @throws WrongUsageException if the size is open and not given, or declared as another
   */
  static PictureInput of(Path file, @Nullable PictureSize size) throws IOException {
    var declared = new LinkedHashMap<String, Shape>();
    for (var input : OnnxReader.inputs(file)) {
      declared.put(
          input.name(), input.shape().orElse(Shape.of(1, 3, Shape.UNKNOWN, Shape.UNKNOWN)));
    }
    var chosen = size == null ? declaredSize(file, declared) : size;
    return new PictureInput(shapes(declared, chosen), chosen);
  }

  private static PictureSize declaredSize(Path file, Map<String, Shape> inputs) {
    for (var shape : inputs.values()) {
      if (shape.rank() == RANK && shape.dim(2) > 0 && shape.dim(3) > 0) {
        return new PictureSize(shape.dim(2), shape.dim(3));
      }
    }
    for (var shape : inputs.values()) {
      if (shape.rank() == RANK) {
        throw new WrongUsageException(
            "%s leaves the size of pictures open, say --input-size HxW".formatted(file));
      }
    }
    return new PictureSize(1, 1);
  }

  /** These shapes with what is open filled in. */
  static Map<String, Shape> shapes(Map<String, Shape> declared, PictureSize size) {
    var shapes = new LinkedHashMap<String, Shape>();
    declared.forEach((name, shape) -> shapes.put(name, filled(name, shape, size)));
    return shapes;
  }

  private static Shape filled(String name, Shape declared, PictureSize size) {
    int[] extents = declared.toArray();
    var open = new int[] {1, 3, size.height(), size.width()};
    for (int axis = 0; axis < extents.length; axis++) {
      if (extents[axis] == Shape.UNKNOWN) {
        extents[axis] = extents.length == RANK ? open[axis] : 1;
      }
    }
    if (extents.length == RANK && (extents[2] != size.height() || extents[3] != size.width())) {
      throw new WrongUsageException(
          "--input-size %s: input \"%s\" is declared as %s".formatted(size, name, declared));
    }
    return Shape.of(extents);
  }
}
