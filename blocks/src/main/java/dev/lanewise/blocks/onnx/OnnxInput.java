package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.Shape;
import java.util.Optional;

/**
 * An input as a model declares it.
 *
 * @param shape extents that are only named are {@linkplain Shape#UNKNOWN unknown}; empty where the
 *     model leaves even their number open
 */
public record OnnxInput(String name, Optional<Shape> shape) {}
