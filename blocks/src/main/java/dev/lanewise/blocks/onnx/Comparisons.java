package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.op.Binary.Function;
import dev.lanewise.engine.op.Where;
import java.util.List;

/** Comparisons, logic, and the choice between two tensors. */
final class Comparisons {
  static final List<Operator> OPERATORS =
      List.of(
          binary("Equal", 1, Function.EQUAL),
          binary("Less", 1, Function.LESS),
          binary("LessOrEqual", 12, Function.LESS_OR_EQUAL),
          binary("Greater", 1, Function.GREATER),
          binary("GreaterOrEqual", 12, Function.GREATER_OR_EQUAL),
          binary("And", 1, Function.AND),
          binary("Or", 1, Function.OR),
          binary("Xor", 1, Function.XOR),
          Operator.of("Where", 9, Comparisons::where));

  private Comparisons() {}

  private static Operator binary(String name, int since, Function function) {
    return Operator.of(name, since, (node, draft) -> Broadcasting.binary(node, draft, function));
  }

  private static Operand where(OnnxNode node, Draft draft) {
    node.arity(3, 3);
    return draft.node(new Where(), node.input(0), node.input(1), node.input(2));
  }
}
