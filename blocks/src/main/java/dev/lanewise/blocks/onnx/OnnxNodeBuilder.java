package dev.lanewise.blocks.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Collects what one node of a graph becomes: nodes, and initialisers of names not yet in use. */
final class OnnxNodeBuilder {
  private final Node node;
  private final Graph graph;
  private final Map<String, Shape> shapes;
  private final Set<String> names;
  private final List<NodeProto> nodes = new ArrayList<>();
  private final List<TensorProto> initialisers = new ArrayList<>();

  /**
   * For a node.
   *
   * @param shapes of all values, wholly known
   * @param names all names in use; new ones are added
   */
  OnnxNodeBuilder(Node node, Graph graph, Map<String, Shape> shapes, Set<String> names) {
    this.node = node;
    this.graph = graph;
    this.shapes = shapes;
    this.names = names;
  }

  String name() {
    return node.name();
  }

  String input(int index) {
    return node.inputs().get(index);
  }

  /** The shape of an input or of this node's value. */
  Shape shape(String value) {
    return Objects.requireNonNull(shapes.get(value), value);
  }

  ElementType type(int input) {
    return graph.type(input(input));
  }

  /** A node of this operator with the graph's node's name, inputs and value. */
  NodeProto.Builder node(String operator) {
    return node(operator, node.inputs(), node.name());
  }

  /** A node of this operator, called as its output is. */
  NodeProto.Builder node(String operator, List<String> inputs, String output) {
    return NodeProto.newBuilder()
        .setName(output)
        .setOpType(operator)
        .addAllInput(inputs)
        .addOutput(output);
  }

  /** A name that starts with the node's. */
  String fresh(String part) {
    var name = node.name() + "." + part;
    while (!names.add(name)) {
      name += "_";
    }
    return name;
  }

  /** Adds an initialiser of whole numbers, and gives its name. */
  String integers(String part, List<? extends Number> values) {
    var name = fresh(part);
    var longs = values.stream().mapToLong(Number::longValue).toArray();
    initialisers.add(OnnxConstants.of(name, longs));
    return name;
  }

  /** Adds an initialiser of real numbers, and gives its name. */
  String reals(String part, List<Float> values) {
    var name = fresh(part);
    initialisers.add(OnnxConstants.reals(name, values));
    return name;
  }

  /** Adds an initialiser of one element without axes, and gives its name. */
  String scalar(String part, ElementType type, double value) {
    var name = fresh(part);
    initialisers.add(OnnxConstants.scalar(name, type, value));
    return name;
  }

  /** Adds a node. */
  OnnxNodeBuilder add(NodeProto.Builder proto) {
    nodes.add(proto.build());
    return this;
  }

  OnnxNodes build() {
    return new OnnxNodes(nodes, initialisers);
  }

  /** What to throw where the operator set has no way to say it. */
  OnnxException refused(String why) {
    return new OnnxException(
        "%s: %s %s in ONNX operator set %d"
            .formatted(node.name(), node.op(), why, OnnxWriter.OPERATOR_SET));
  }
}
