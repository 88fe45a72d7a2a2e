package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.op.Cast;
import java.util.List;

/**
 * What leaves a tensor as it is when a network only infers, or changes the type of its elements.
 */
final class Copies {
  static final List<Operator> OPERATORS =
      List.of(
          Operator.of("Identity", 1, Copies::identity),
          Operator.several("Dropout", 1, Copies::dropout),
          Operator.of("Cast", 1, Copies::cast),
          Operator.of("CastLike", 15, Copies::castLike));

  private static final int TYPE_IS_NUMBER = 6;
  private static final int NO_TEST_MODE = 7;
  private static final int MASK_IS_BOOL = 10;
  private static final int RATIO_IS_INPUT = 12;
  private static final int SATURATES = 19;
  private static final int ROUNDS = 24;

  private Copies() {}

  private static Operand identity(OnnxNode node, Draft draft) {
    node.arity(1, 1);
    return node.input(0);
  }

  private static List<Operand> dropout(OnnxNode node, Draft draft) {
    var attributes = node.attributes();
    if (node.version() >= RATIO_IS_INPUT) {
      node.arity(1, 3);
      attributes.ignore("seed");
      if (node.optional(2) != null && node.longs(2, "training_mode")[0] != 0) {
        throw node.error("training_mode is not supported");
      }
    } else {
      node.arity(1, 1);
      attributes.ignore("ratio");
    }
    if (node.version() < NO_TEST_MODE && attributes.integer("is_test", 0) == 0) {
      throw node.error("attribute is_test = 0, which is training, is not supported");
    }
    var x = node.input(0);
    return node.wants(1) ? List.of(x, mask(node, draft, x)) : List.of(x);
  }

  /** Nothing is dropped. */
  private static Operand mask(OnnxNode node, Draft draft, Operand x) {
    if (!x.shape().isKnown()) {
      throw node.unknown("the shape %s of the mask must be known".formatted(x.shape()));
    }
    var mask = draft.allocate(ElementType.BOOL, x.shape());
    mask.segment().fill((byte) 1);
    var kept = Operand.constant(mask);
    return node.version() >= MASK_IS_BOOL ? kept : draft.node(new Cast(x.type()), kept);
  }

  private static Operand cast(OnnxNode node, Draft draft) {
    node.arity(1, 1);
    if (node.version() >= SATURATES) {
      node.attributes().ignore("saturate");
    }
    if (node.version() >= ROUNDS) {
      node.attributes().ignore("round_mode");
    }
    if (!node.attributes().has("to")) {
      throw node.error("attribute to is missing");
    }
    var type = node.version() < TYPE_IS_NUMBER ? named(node) : numbered(node);
    var x = node.input(0);
    boolean narrow =
        switch (type) {
          case UINT8, INT8, UINT16, INT16, UINT32 -> x.type() != ElementType.BOOL;
          case FLOAT, DOUBLE, FLOAT16, BFLOAT16, INT32, INT64, BOOL -> false;
        };
    if (narrow) {
      throw node.error("casts from %s to %s are not supported".formatted(x.type(), type));
    }
    return cast(draft, x, type.read());
  }

  private static DataType numbered(OnnxNode node) {
    return DataType.of(node.attributes().integer("to", 0), node.label() + ": attribute to");
  }

  private static DataType named(OnnxNode node) {
    var name = node.attributes().text("to", "");
    for (var type : DataType.values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    throw node.error("attribute to names no type that is supported");
  }

  private static Operand castLike(OnnxNode node, Draft draft) {
    node.arity(2, 2);
    if (node.version() >= SATURATES) {
      node.attributes().ignore("saturate");
    }
    if (node.version() >= ROUNDS) {
      node.attributes().ignore("round_mode");
    }
    return cast(draft, node.input(0), node.input(1).type());
  }

  private static Operand cast(Draft draft, Operand x, ElementType type) {
    return x.type() == type ? x : draft.node(new Cast(type), x);
  }
}
