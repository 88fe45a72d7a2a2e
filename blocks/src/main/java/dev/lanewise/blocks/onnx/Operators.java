package dev.lanewise.blocks.onnx;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All operators that are read, by name, from a class for each family. */
final class Operators {
  private static final Map<String, Operator> BY_NAME =
      Stream.of(
              Activations.OPERATORS,
              Arithmetic.OPERATORS,
              Comparisons.OPERATORS,
              Constants.OPERATORS,
              Convolutions.OPERATORS,
              Copies.OPERATORS,
              Matrices.OPERATORS,
              Movements.OPERATORS,
              Normalisations.OPERATORS,
              Padding.OPERATORS,
              Parts.OPERATORS,
              Pools.OPERATORS,
              Reductions.OPERATORS,
              Reshapes.OPERATORS,
              Resizing.OPERATORS)
          .flatMap(List::stream)
          .collect(Collectors.toUnmodifiableMap(Operator::name, Function.identity()));

  private Operators() {}

  /**
   * The translator of a node.
   *
   * @param version of the operator set
   * @throws OnnxException if its operator is not read, or not one of the set's
   */
  static Translator translator(NodeHeader node, int version) {
    var operator = node.domain().isEmpty() ? BY_NAME.get(node.operator()) : null;
    if (operator == null) {
      throw OperatorSet.unsupported(node, version);
    }
    if (version < operator.since() || version > operator.until()) {
      throw new OnnxException(
          version < operator.since()
              ? "%s: operator set %d has no %s, which came with %d"
                  .formatted(node.label(), version, operator.name(), operator.since())
              : "%s: operator set %d has no %s, which went after %d"
                  .formatted(node.label(), version, operator.name(), operator.until()));
    }
    return operator.translator();
  }
}
