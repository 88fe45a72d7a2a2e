package dev.lanewise.blocks.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.lanewise.blocks.internal.file.Quoted;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.LanewiseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The walk over a model's graph: initialisers, inputs, nodes in their order, outputs. Each node's
 * {@link Translator} drafts engine operators, which are then placed. Used once, by one thread.
 */
final class GraphReader {
  private final GraphProto proto;
  private final int version;
  private final ConstantStore store;
  private final TensorReader tensors;
  private final DeclaredInputs inputs;
  private final UnknownExtents unknowns = new UnknownExtents();
  private final Folding folding;
  private final Definitions definitions;
  private final Set<String> outputs = new HashSet<>();
  private final Map<String, Operand> values = new HashMap<>();
  private final Graph.Builder graph;
  private final Placement placement;
  private final Set<String> variables = new HashSet<>();
  private String hint = "";

  GraphReader(
      GraphProto proto,
      int version,
      OnnxOptions options,
      ConstantStore store,
      TensorReader tensors) {
    this.proto = proto;
    this.version = version;
    this.store = store;
    this.tensors = tensors;
    inputs = new DeclaredInputs(options);
    folding = new Folding(store, unknowns);
    definitions = new Definitions(proto);
    graph = Graph.builder(proto.getName());
    placement = new Placement(graph, definitions.names());
  }

  /**
   * The graph, without the nodes that no output needs.
   *
   * @throws OnnxException if something is wrong with it or not supported
   */
  Graph read(OnnxOptions options) {
    if (proto.getSparseInitializerCount() > 0) {
      throw new OnnxException("sparse initialisers are not supported");
    }
    for (var output : proto.getOutputList()) {
      if (!outputs.add(output.getName())) {
        throw new OnnxException("output %s is listed twice".formatted(Quoted.of(output.getName())));
      }
    }
    for (var initialiser : proto.getInitializerList()) {
      var tensor = tensors.read(initialiser, "initialiser " + Quoted.of(initialiser.getName()));
      define(initialiser.getName(), Operand.constant(tensor));
    }
    readInputs(options);
    for (var node : proto.getNodeList()) {
      read(node);
    }
    proto.getOutputList().forEach(output -> placeOutput(output.getName()));
    if (outputs.isEmpty()) {
      throw new OnnxException("the model has no output");
    }
    return graph.build().withOutputs(proto.getOutputList().stream().map(o -> o.getName()).toList());
  }

  private void readInputs(OnnxOptions options) {
    var names = new HashSet<String>();
    for (var input : proto.getInputList()) {
      if (!values.containsKey(input.getName())) {
        names.add(input.getName());
        var operand = inputs.read(input);
        if (operand.isConstant()) {
          define(input.getName(), operand);
        } else {
          values.put(input.getName(), placement.input(input.getName(), operand));
          variables.add(input.getName());
        }
      }
    }
    hint = inputs.hint();
    var bound = new LinkedHashSet<>(options.inputShapes().keySet());
    bound.addAll(options.inputValues().keySet());
    for (var name : bound) {
      if (!names.contains(name)) {
        throw new OnnxException(
            "the options bind input %s, the model's inputs are %s"
                .formatted(Quoted.of(name), Quoted.plain(names.toString())));
      }
    }
  }

  private void read(NodeProto node) {
    var header = NodeHeader.of(node);
    var translator = Operators.translator(header, version);
    var attributes = new Attributes(node.getAttributeList(), header.label());
    if (version == 1) {
      attributes.ignore("consumed_inputs");
    }
    List<@Nullable Operand> operands = new ArrayList<>();
    for (var input : header.inputs()) {
      operands.add(input.isEmpty() ? null : definitions.get(values, input, header.label()));
    }
    var onnx = new OnnxNode(header, version, operands, attributes, tensors, hint);
    var draft = new Draft(onnx, folding, unknowns, store);
    try {
      var results = translator.translate(onnx, draft);
      attributes.requireAllAsked(version);
      place(header, draft, results);
    } catch (OnnxException wrong) {
      throw wrong;
    } catch (LanewiseException | ArithmeticException | IndexOutOfBoundsException wrong) {
      throw new OnnxException(header.label() + ": " + wrong.getMessage(), wrong);
    }
  }

  private void place(NodeHeader header, Draft draft, List<Operand> results) {
    var leadsTo = header.label();
    for (int i = 0; i < header.outputs().size(); i++) {
      var name = header.outputs().get(i);
      if (name.isEmpty()) {
        continue;
      }
      if (i >= results.size()) {
        throw new OnnxException("%s: output %d is not supported".formatted(header.label(), i));
      }
      leadsTo = i == 0 ? name : leadsTo;
      define(name, results.get(i));
    }
    placement.steps(draft.steps(), leadsTo);
  }

  /** Lets a name mean an operand, which is called so in the graph too if it has no name yet. */
  private void define(String name, Operand operand) {
    values.put(name, operand);
    if (operand.name() != null) {
      return;
    }
    if (operand.isConstant()) {
      operand.name(outputs.contains(name) ? placement.unused(name, "constant") : name);
    } else {
      operand.name(name);
      variables.add(name);
    }
  }

  private void placeOutput(String name) {
    var operand = definitions.get(values, name, "the model's outputs");
    if (operand.isPartial()) {
      throw new OnnxException(
          "output %s has extents that are not known%s".formatted(Quoted.of(name), hint));
    }
    placement.output(name, operand, own(name));
  }

  /** Whether an output is an input or variables by a node of that very name. */
  private boolean own(String name) {
    var operand = values.get(name);
    return operand != null && name.equals(operand.name()) && variables.contains(name);
  }
}
