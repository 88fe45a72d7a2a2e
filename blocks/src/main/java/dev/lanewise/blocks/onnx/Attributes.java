package dev.lanewise.blocks.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.lanewise.blocks.internal.file.Quoted;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A node's attributes by name and type. What nobody asked for is refused in the end: an attribute
 * that its operator set does not know would be silently without effect.
 */
final class Attributes {
  private final String node;
  private final Map<String, AttributeProto> byName = new LinkedHashMap<>();
  private final Set<String> asked = new HashSet<>();

  /**
   * The attributes of one node.
   *
   * @param node how messages call it
   * @throws OnnxException if a name is there twice or an attribute refers to a function's
   */
  Attributes(List<AttributeProto> attributes, String node) {
    this.node = node;
    for (var attribute : attributes) {
      if (byName.put(attribute.getName(), attribute) != null) {
        throw new OnnxException(
            "%s: attribute %s is there twice".formatted(node, Quoted.of(attribute.getName())));
      }
      if (!attribute.getRefAttrName().isEmpty()) {
        throw new OnnxException(
            "%s: attribute %s refers to one of a function, which are not supported"
                .formatted(node, Quoted.of(attribute.getName())));
      }
    }
  }

  /** Whether it is there. */
  boolean has(String name) {
    asked.add(name);
    return byName.containsKey(name);
  }

  /** Accepts an attribute without regard for its value. */
  void ignore(String name) {
    asked.add(name);
  }

  /** An INT. */
  long integer(String name, long absent) {
    var attribute = get(name, AttributeType.INT);
    return attribute == null ? absent : attribute.getI();
  }

  /** An INT that is to be 0 or 1. */
  boolean flag(String name, boolean absent) {
    long value = integer(name, absent ? 1 : 0);
    if (value != 0 && value != 1) {
      throw new OnnxException(
          "%s: attribute %s must be 0 or 1, is %d".formatted(node, name, value));
    }
    return value == 1;
  }

  /** A FLOAT. */
  float real(String name, float absent) {
    var attribute = get(name, AttributeType.FLOAT);
    return attribute == null ? absent : attribute.getF();
  }

  /** A STRING. */
  String text(String name, String absent) {
    var attribute = get(name, AttributeType.STRING);
    return attribute == null ? absent : attribute.getS().toStringUtf8();
  }

  /** INTS, or null where they are not there. */
  @Nullable List<Long> integers(String name) {
    var attribute = get(name, AttributeType.INTS);
    return attribute == null ? null : attribute.getIntsList();
  }

  /** FLOATS, or null where they are not there. */
  @Nullable List<Float> reals(String name) {
    var attribute = get(name, AttributeType.FLOATS);
    return attribute == null ? null : attribute.getFloatsList();
  }

  /** A TENSOR, or null where it is not there. */
  @Nullable TensorProto tensor(String name) {
    var attribute = get(name, AttributeType.TENSOR);
    return attribute == null ? null : attribute.getT();
  }

  /**
   * Refuses attributes that were not asked for.
   *
   * @param version of the operator set, for the message
   */
  void requireAllAsked(int version) {
    for (var name : byName.keySet()) {
      if (!asked.contains(name)) {
        throw new OnnxException(
            "%s: attribute %s is not known in operator set %d"
                .formatted(node, Quoted.of(name), version));
      }
    }
  }

  /** Models of the format's first version may leave the type out. */
  private @Nullable AttributeProto get(String name, AttributeType type) {
    asked.add(name);
    var attribute = byName.get(name);
    if (attribute == null) {
      return null;
    }
    var actual = attribute.getType();
    if (actual != type && actual != AttributeType.UNDEFINED) {
      throw new OnnxException(
          "%s: attribute %s must be %s, is %s".formatted(node, name, type, actual));
    }
    return attribute;
  }
}
