package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How a model is read.
 *
 * <pre>{@code
 * var options = OnnxOptions.DEFAULT.withInput("images", Shape.of(1, 3, 640, 640));
 * }</pre>
 *
 * <p>Immutable.
 *
 * @param inputShapes shapes of inputs by name, for those whose declared extents are to be fixed; an
 *     extent may stay {@linkplain Shape#UNKNOWN unknown}
 * @param inputValues values of inputs by name, which become constants: for those that shapes depend
 *     on; they are referenced as a graph's constants are
 * @param maxConstantBytes how many bytes the model's constants may take, read and computed ones
 *     together; empty means three times the size of its files and 64 MiB
 */
public record OnnxOptions(
    Map<String, Shape> inputShapes,
    Map<String, Tensor> inputValues,
    OptionalLong maxConstantBytes) {
  /** Shapes as the model declares them, and the ordinary limit. */
  public static final OnnxOptions DEFAULT =
      new OnnxOptions(Map.of(), Map.of(), OptionalLong.empty());

  /**
   * Copies the map.
   *
   * @throws OnnxException if the limit is negative
   */
  public OnnxOptions {
    inputShapes = Collections.unmodifiableMap(new LinkedHashMap<>(inputShapes));
    inputValues = Collections.unmodifiableMap(new LinkedHashMap<>(inputValues));
    if (maxConstantBytes.isPresent() && maxConstantBytes.getAsLong() < 0) {
      throw new OnnxException(
          "the limit of constants must not be negative, got " + maxConstantBytes.getAsLong());
    }
  }

  /** These options with the shape of one more input. */
  public OnnxOptions withInput(String name, Shape shape) {
    var shapes = new LinkedHashMap<>(inputShapes);
    shapes.put(name, shape);
    return new OnnxOptions(shapes, inputValues, maxConstantBytes);
  }

  /**
   * These options with an input that is no input any more but a constant.
   *
   * @param value row-major; must live as long as the graph is used
   */
  public OnnxOptions withConstant(String name, Tensor value) {
    var values = new LinkedHashMap<>(inputValues);
    values.put(name, value);
    return new OnnxOptions(inputShapes, values, maxConstantBytes);
  }

  /** These options with another limit of the constants' bytes. */
  public OnnxOptions withMaxConstantBytes(long bytes) {
    return new OnnxOptions(inputShapes, inputValues, OptionalLong.of(bytes));
  }
}
