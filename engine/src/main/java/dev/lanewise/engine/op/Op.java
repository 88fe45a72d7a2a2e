package dev.lanewise.engine.op;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.ElementTypeException;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import java.util.List;

/**
 * One operator of the vocabulary. Each record documents its formula, the shapes it demands and
 * gives, and where its definition comes from; the order of arithmetic stated there is part of the
 * specification, and {@link dev.lanewise.engine.reference.Interpreter} is its plain-loop form.
 *
 * <p>Operators are stateless values: weights are inputs, by name, of the {@link
 * dev.lanewise.engine.Node} that holds the operator.
 */
public sealed interface Op
    permits ArrayOp,
        MatrixOp,
        Fused,
        BatchNorm,
        Relu,
        Add,
        MaxPool,
        AveragePool,
        GlobalAveragePool,
        Flatten,
        PadChannels,
        UpsampleAdd {

  /**
   * The shape of the output.
   *
   * @param inputs the shapes of the inputs, in the operator's order; extents may be {@linkplain
   *     Shape#UNKNOWN unknown}, and are then unknown in what depends on them
   * @throws ShapeException if there are too few or too many inputs or they do not fit, naming both
   *     sides
   */
  Shape infer(List<Shape> inputs);

  /**
   * What the elements of the output are; float32 of float32, unless the operator says otherwise.
   *
   * @param inputs the types of the inputs, whose number {@link #infer} has checked
   * @throws ElementTypeException if the operator does not take them, naming both sides
   */
  default ElementType type(List<ElementType> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      Checks.type("input " + i, inputs.get(i), ElementType.F32);
    }
    return ElementType.F32;
  }
}
