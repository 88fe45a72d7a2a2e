package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.Binary;
import dev.lanewise.engine.op.Binary.Function;
import java.util.List;

/** Sums, products and the like of two tensors or more. */
final class Arithmetic {
  static final List<Operator> OPERATORS =
      List.of(
          Operator.of("Add", 1, Arithmetic::add),
          Operator.of("Sub", 1, (node, draft) -> Broadcasting.binary(node, draft, Function.SUB)),
          Operator.of("Mul", 1, (node, draft) -> Broadcasting.binary(node, draft, Function.MUL)),
          Operator.of("Div", 1, (node, draft) -> Broadcasting.binary(node, draft, Function.DIV)),
          Operator.of("Pow", 1, (node, draft) -> Broadcasting.binary(node, draft, Function.POW)),
          Operator.of("Mod", 10, Arithmetic::mod),
          Operator.of("PRelu", 1, Arithmetic::prelu),
          Operator.of("Sum", 1, Arithmetic::sum),
          Operator.of("Mean", 1, Arithmetic::mean),
          Operator.of("Min", 1, (node, draft) -> chain(node, draft, Function.MIN)),
          Operator.of("Max", 1, (node, draft) -> chain(node, draft, Function.MAX)));

  /** Before this operator set the inputs of sums and the like had to have one shape. */
  private static final int CHAINS_BROADCAST = 8;

  private static final int NUMPY = 7;

  private Arithmetic() {}

  private static Operand add(OnnxNode node, Draft draft) {
    node.arity(2, 2);
    return add(draft, node.input(0), Broadcasting.second(node, draft));
  }

  /** The skip add where shapes are the same, as far as they are known; else it broadcasts. */
  private static Operand add(Draft draft, Operand a, Operand b) {
    boolean skip = a.type() == ElementType.F32 && a.shape().equals(b.shape());
    return draft.node(skip ? new Add() : new Binary(Function.ADD), a, b);
  }

  private static Operand mod(OnnxNode node, Draft draft) {
    node.arity(2, 2);
    boolean asInC = node.attributes().flag("fmod", false);
    boolean real = node.input(0).type() == ElementType.F32;
    if (asInC != real) {
      throw node.error(
          "attribute fmod = %d is not supported for %s"
              .formatted(asInC ? 1 : 0, node.input(0).type()));
    }
    return draft.node(new Binary(Function.MOD), node.input(0), node.input(1));
  }

  /** Before operator set 7 a slope for each channel had no axes beside the channels'. */
  private static Operand prelu(OnnxNode node, Draft draft) {
    node.arity(2, 2);
    var x = node.input(0);
    var slope = node.input(1);
    if (node.version() < NUMPY && slope.rank() == 1 && x.rank() > 1 && slope.dim(0) != 1) {
      slope = Views.padded(node, draft, slope, 1, x.rank());
    }
    return draft.node(new Binary(Function.PRELU), x, slope);
  }

  private static Operand sum(OnnxNode node, Draft draft) {
    var inputs = alike(node);
    var sum = inputs.getFirst();
    for (var next : inputs.subList(1, inputs.size())) {
      sum = add(draft, sum, next);
    }
    return sum;
  }

  private static Operand mean(OnnxNode node, Draft draft) {
    var sum = sum(node, draft);
    return node.inputCount() == 1
        ? sum
        : draft.node(new Binary(Function.DIV), sum, draft.scalar(node.inputCount()));
  }

  private static Operand chain(OnnxNode node, Draft draft, Function function) {
    var inputs = alike(node);
    var result = inputs.getFirst();
    for (var next : inputs.subList(1, inputs.size())) {
      result = draft.node(new Binary(function), result, next);
    }
    return result;
  }

  private static List<Operand> alike(OnnxNode node) {
    node.arity(1, Integer.MAX_VALUE);
    var inputs = node.all();
    for (var input : inputs) {
      if (node.version() < CHAINS_BROADCAST
          && !input.shape().isCompatibleWith(inputs.getFirst().shape())) {
        throw node.error(
            "%s and %s are not identical".formatted(inputs.getFirst().shape(), input.shape()));
      }
    }
    return inputs;
  }
}
