package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A value while a graph is being made: an input, a constant, or what a step computes. Two names of
 * a model may mean the same operand; it gets the one name that it has in the graph when it is
 * placed there.
 */
final class Operand {
  private final ElementType type;
  private final Shape shape;
  private final @Nullable Tensor constant;
  private final boolean partial;
  private final boolean input;
  private @Nullable String name;

  private Operand(
      ElementType type, Shape shape, @Nullable Tensor constant, boolean partial, boolean input) {
    this.type = type;
    this.shape = shape;
    this.constant = constant;
    this.partial = partial;
    this.input = input;
  }

  /** What a run is fed; of unknown extents where the model leaves them open. */
  static Operand input(ElementType type, Shape shape) {
    return new Operand(type, shape, null, false, true);
  }

  /** What a run computes; of unknown extents where it depends on what is fed. */
  static Operand variable(ElementType type, Shape shape) {
    return new Operand(type, shape, null, false, false);
  }

  /** A value known now. */
  static Operand constant(Tensor tensor) {
    return new Operand(tensor.type(), tensor.shape(), tensor, false, false);
  }

  /** Extents of which some are {@linkplain UnknownExtents not known} now. */
  static Operand partial(Tensor tensor) {
    return new Operand(tensor.type(), tensor.shape(), tensor, true, false);
  }

  ElementType type() {
    return type;
  }

  Shape shape() {
    return shape;
  }

  int rank() {
    return shape.rank();
  }

  /** An extent, or {@link Shape#UNKNOWN}. */
  int dim(int axis) {
    return shape.dim(axis);
  }

  /** The value, or null where only a run knows it. */
  @Nullable Tensor constant() {
    return constant;
  }

  boolean isConstant() {
    return constant != null;
  }

  /** Whether a run is fed it. */
  boolean isInput() {
    return input;
  }

  /** Whether elements of the constant stand for extents that are not known. */
  boolean isPartial() {
    return partial;
  }

  /** The name in the graph, or null before it has one. */
  @Nullable String name() {
    return name;
  }

  /** Gives the name in the graph, once. */
  void name(String given) {
    if (name != null) {
      throw new IllegalStateException(name + " cannot be " + given);
    }
    name = given;
  }

  /** Type and shape. */
  @Override
  public String toString() {
    return type + " " + shape;
  }
}
