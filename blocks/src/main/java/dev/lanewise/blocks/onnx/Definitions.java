package dev.lanewise.blocks.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import dev.lanewise.blocks.internal.file.Quoted;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What defines each value of a model. Each is defined once (an initialiser may be an input too, as
 * its default), and before it is read: ONNX demands its nodes in topological order.
 */
final class Definitions {
  private final Map<String, String> by = new HashMap<>();

  /**
   * The definitions of a graph.
   *
   * @throws OnnxException if a name is empty or defined twice, naming both places
   */
  Definitions(GraphProto graph) {
    for (var initialiser : graph.getInitializerList()) {
      define(initialiser.getName(), "an initialiser");
    }
    var inputs = new HashSet<String>();
    for (var input : graph.getInputList()) {
      if (!inputs.add(input.getName())) {
        throw new OnnxException("input %s is listed twice".formatted(Quoted.of(input.getName())));
      }
      if (!by.containsKey(input.getName())) {
        define(input.getName(), "an input");
      }
    }
    for (var node : graph.getNodeList()) {
      var label = NodeHeader.of(node).label();
      for (var output : node.getOutputList()) {
        if (!output.isEmpty()) {
          define(output, label);
        }
      }
    }
  }

  /** All names, in a set that may be added to. */
  Set<String> names() {
    return new HashSet<>(by.keySet());
  }

  /**
   * A value that has been defined so far.
   *
   * @param reader who asks, for the message
   * @throws OnnxException if it has not been, saying where it will be
   */
  Operand get(Map<String, Operand> values, String name, String reader) {
    var value = values.get(name);
    if (value == null) {
      var later = by.get(name);
      throw new OnnxException(
          later == null
              ? "%s: reads %s, which nothing defines".formatted(reader, Quoted.of(name))
              : "%s: reads %s, which %s defines later; nodes must be in topological order"
                  .formatted(reader, Quoted.of(name), later));
    }
    return value;
  }

  private void define(String name, String what) {
    if (name.isEmpty()) {
      throw new OnnxException(what + " has no name");
    }
    var other = by.put(name, what);
    if (other != null) {
      throw new OnnxException(
          "value %s is defined twice, by %s and by %s".formatted(Quoted.of(name), other, what));
    }
  }
}
