package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.Op;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * What one node of a model becomes: operators of the engine, one after the other. What depends on
 * constants alone is computed at once and takes no step. Names come later, when the steps are
 * {@linkplain Placement placed}.
 */
final class Draft {
  /** More are of no use, and cost time in every operator. */
  static final int MOST_AXES = 64;

  private final OnnxNode node;
  private final Folding folding;
  private final UnknownExtents unknowns;
  private final ConstantStore store;
  private final List<Step> steps = new ArrayList<>();

  /** One operator, and what it gives. */
  record Step(Op op, List<Operand> inputs, Operand output) {}

  /**
   * An empty draft.
   *
   * @param node what is translated
   */
  Draft(OnnxNode node, Folding folding, UnknownExtents unknowns, ConstantStore store) {
    this.node = node;
    this.folding = folding;
    this.unknowns = unknowns;
    this.store = store;
  }

  /** The steps so far, in order. */
  List<Step> steps() {
    return steps;
  }

  /**
   * Applies an operator.
   *
   * @throws dev.lanewise.engine.LanewiseException if it cannot take these inputs, naming both sides
   */
  Operand node(Op op, Operand... inputs) {
    return node(op, List.of(inputs));
  }

  /** Applies an operator, as {@link #node(Op, Operand...)} does. */
  Operand node(Op op, List<Operand> inputs) {
    var shape = op.infer(inputs.stream().map(Operand::shape).toList());
    var type = op.type(inputs.stream().map(Operand::type).toList());
    if (shape.rank() > MOST_AXES) {
      throw node.error("tensors have up to " + MOST_AXES + " axes");
    }
    var constant = folding.fold(op, inputs, type, shape, node);
    if (constant != null) {
      return constant;
    }
    var output = Operand.variable(type, shape);
    steps.add(new Step(op, inputs, output));
    return output;
  }

  /** A constant of real numbers, row-major. */
  Operand floats(Shape shape, float... values) {
    var tensor = allocate(ElementType.F32, shape);
    tensor.copyFrom(values);
    return Operand.constant(tensor);
  }

  /** A real number as a constant without axes. */
  Operand scalar(double value) {
    return floats(Shape.of(), (float) value);
  }

  /** A whole number as a constant without axes. */
  Operand scalarLong(long value) {
    var tensor = allocate(ElementType.I64, Shape.of());
    tensor.segment().set(ValueLayout.JAVA_LONG_UNALIGNED, 0, value);
    return Operand.constant(tensor);
  }

  /** A constant vector of int64. */
  Operand longs(long... values) {
    var tensor = allocate(ElementType.I64, Shape.of(values.length));
    for (int i = 0; i < values.length; i++) {
      tensor.segment().setAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, i, values[i]);
    }
    return Operand.constant(tensor);
  }

  /** The extents that constants may have numbers for. */
  UnknownExtents unknowns() {
    return unknowns;
  }

  /** Memory for a constant that the caller fills. */
  Tensor allocate(ElementType type, Shape shape) {
    return store.allocate(type, shape, node.label());
  }
}
