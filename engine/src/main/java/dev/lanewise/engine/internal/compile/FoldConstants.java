package dev.lanewise.engine.internal.compile;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.GraphException;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.reference.Interpreter;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A node all of whose inputs are constants becomes a constant of the same name, computed by the
 * reference interpreter and so with the bits that it had. An output stays a node.
 */
final class FoldConstants {
  /**
   * A result may be larger than its operands together by this many elements; beyond, padding a
   * constant could make terabytes of a few bytes, which is left to a session and its limit.
   */
  private static final long MOST_GROWTH = 1 << 18;

  private FoldConstants() {}

  static Graph apply(Graph source, FoldedConstants weights) {
    var draft = new Draft(source);
    for (var node : source.nodes()) {
      if (!draft.isOutput(node.name())
          && draft.areConstants(node.inputs())
          && isWorthKeeping(source, node)) {
        draft.define(
            node.name(),
            weights.computeIfAbsent(
                "value of " + node.name(),
                source.type(node.name()),
                source.shape(node.name()),
                target -> target.copyFrom(evaluate(draft, node))));
      } else {
        draft.append(node);
      }
    }
    return draft.build();
  }

  private static boolean isWorthKeeping(Graph source, Node node) {
    long result = source.shape(node.name()).elements();
    long operands = 0;
    for (var input : node.inputs()) {
      operands += source.shape(input).elements();
    }
    // The interpreter holds each in an array.
    return result <= operands + MOST_GROWTH && Math.max(operands, result) <= Integer.MAX_VALUE;
  }

  private static Tensor evaluate(Draft draft, Node node) {
    var builder = Graph.builder(node.name());
    for (var input : Set.copyOf(node.inputs())) {
      builder.constant(input, Objects.requireNonNull(draft.constant(input)));
    }
    builder.node(node);
    builder.output(node.name());
    try {
      return Interpreter.run(builder.build(), Map.of()).values().iterator().next();
    } catch (ArithmeticException | IndexOutOfBoundsException wrong) {
      throw new GraphException(node.name() + ": " + wrong.getMessage());
    }
  }
}
