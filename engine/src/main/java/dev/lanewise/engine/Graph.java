package dev.lanewise.engine;

import dev.lanewise.engine.op.ArrayOp;
import dev.lanewise.engine.op.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A network as data: named inputs, constants, nodes in execution order, and outputs.
 *
 * <pre>{@code
 * var graph = Graph.builder("tiny");
 * graph.input("x", Shape.of(Shape.UNKNOWN, 3, Shape.UNKNOWN, Shape.UNKNOWN));
 * graph.constant("conv.weight", weights);
 * graph.node("conv", new Conv(Window.of(3).pad(1)), "x", "conv.weight");
 * graph.node("relu", new Relu(), "conv");
 * graph.output("relu");
 * Graph tiny = graph.build();
 * }</pre>
 *
 * <p>A graph is validated as it is built: every name is unique and defined before it is used, every
 * operator gets inputs that fit, as far as their extents are known. It is immutable and safe to
 * share between threads; its constants are referenced, not copied, and must neither be changed nor
 * closed while the graph is in use. A {@link Model} says until when it reads them.
 */
public final class Graph {
  private final String name;
  private final Map<String, Shape> inputs;
  private final Map<String, Tensor> constants;
  private final List<Node> nodes;
  private final List<String> outputs;
  private final Map<String, Shape> shapes;
  private final Map<String, ElementType> types;

  private Graph(Builder builder) {
    name = builder.name;
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(builder.inputs));
    constants = Collections.unmodifiableMap(new LinkedHashMap<>(builder.constants));
    nodes = List.copyOf(builder.nodes);
    outputs = List.copyOf(builder.outputs);
    shapes = Collections.unmodifiableMap(new LinkedHashMap<>(builder.shapes));
    types = Map.copyOf(builder.types);
  }

  /** A builder of a graph of this name. */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** The network's name, for people. */
  public String name() {
    return name;
  }

  /** The declared shape of each input, in declaration order. */
  public Map<String, Shape> inputs() {
    return inputs;
  }

  /** The constants by name; all in {@link Layout#NCHW}. */
  public Map<String, Tensor> constants() {
    return constants;
  }

  /** The nodes, each after those it reads. */
  public List<Node> nodes() {
    return nodes;
  }

  /** The names of the values that a run gives. */
  public List<String> outputs() {
    return outputs;
  }

  /** The node that computes the value {@code name}, or null where it is an input or a constant. */
  public @Nullable Node node(String name) {
    for (var node : nodes) {
      if (node.name().equals(name)) {
        return node;
      }
    }
    return null;
  }

  /**
   * The shape of a value as far as the declared inputs determine it.
   *
   * @throws GraphException if the graph has no value of that name
   */
  public Shape shape(String value) {
    return known(value, shapes.get(value));
  }

  /**
   * What the elements of a value are.
   *
   * @throws GraphException if the graph has no value of that name
   */
  public ElementType type(String value) {
    return known(value, types.get(value));
  }

  /**
   * The shapes of all inputs, constants and nodes for these input shapes.
   *
   * @param inputShapes shapes by input name, every extent known; inputs whose declared shape is
   *     known throughout may be left out
   * @throws GraphException if a name is not an input's
   * @throws ShapeException if a shape is missing, not wholly known, differs from the declared one,
   *     or an operator cannot take what results, naming the node and both sides
   */
  public Map<String, Shape> shapes(Map<String, Shape> inputShapes) {
    for (var given : inputShapes.keySet()) {
      if (!inputs.containsKey(given)) {
        throw new GraphException(
            name + " has no input \"" + given + "\"; its inputs are " + inputs.keySet());
      }
    }
    var result = new LinkedHashMap<String, Shape>();
    inputs.forEach(
        (input, declared) -> {
          var shape = inputShapes.getOrDefault(input, declared);
          if (!inputShapes.containsKey(input) && !declared.isKnown()) {
            throw new ShapeException(
                "input \"" + input + "\" is declared as " + declared + " and needs a shape");
          }
          if (!shape.isCompatibleWith(declared)) {
            throw new ShapeException(
                "input \"" + input + "\" is declared as " + declared + ", got " + shape);
          }
          if (!shape.isKnown()) {
            throw new ShapeException(
                "input \"" + input + "\" needs a shape that is wholly known, got " + shape);
          }
          result.put(input, shape);
        });
    constants.forEach((constant, tensor) -> result.put(constant, tensor.shape()));
    for (var node : nodes) {
      result.put(node.name(), infer(node, result));
    }
    return result;
  }

  /** The same nodes with other outputs; nodes that no output needs are left out. */
  public Graph withOutputs(List<String> names) {
    var needed = new LinkedHashSet<String>();
    for (var output : names) {
      known(output, shapes.get(output));
      needed.add(output);
    }
    for (var node : nodes.reversed()) {
      if (needed.contains(node.name())) {
        needed.addAll(node.inputs());
      }
    }
    var builder = builder(name);
    inputs.forEach((input, shape) -> builder.input(input, type(input), shape));
    constants.forEach(
        (constant, tensor) -> {
          if (needed.contains(constant)) {
            builder.constant(constant, tensor);
          }
        });
    for (var node : nodes) {
      if (needed.contains(node.name())) {
        builder.node(node);
      }
    }
    names.forEach(builder::output);
    return builder.build();
  }

  private <T> T known(String value, @Nullable T property) {
    if (property == null) {
      throw new GraphException(name + " has no value \"" + value + "\"");
    }
    return property;
  }

  private static Shape infer(Node node, Map<String, Shape> shapes) {
    var inputs = new ArrayList<Shape>();
    for (var input : node.inputs()) {
      var shape = shapes.get(input);
      if (shape == null) {
        throw new GraphException(
            node.name() + ": input \"" + input + "\" is not an input, constant or earlier node");
      }
      if (shape.isEmpty() && !(node.op() instanceof ArrayOp)) {
        throw new ShapeException(
            "%s: input \"%s\" has no elements, its shape is %s"
                .formatted(node.name(), input, shape));
      }
      inputs.add(shape);
    }
    try {
      return node.op().infer(inputs);
    } catch (ShapeException mismatch) {
      throw new ShapeException(node.name() + ": " + mismatch.getMessage());
    }
  }

  private static ElementType type(Node node, Map<String, ElementType> types) {
    var inputs = new ArrayList<ElementType>();
    node.inputs().forEach(input -> inputs.add(Objects.requireNonNull(types.get(input), input)));
    try {
      return node.op().type(inputs);
    } catch (ElementTypeException mismatch) {
      throw new ElementTypeException(node.name() + ": " + mismatch.getMessage());
    }
  }

  /** Whether both have the same inputs, nodes and outputs, and constants of equal bits. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Graph graph
        && name.equals(graph.name)
        && inputs.equals(graph.inputs)
        && types.equals(graph.types)
        && nodes.equals(graph.nodes)
        && outputs.equals(graph.outputs)
        && constants.keySet().equals(graph.constants.keySet())
        && constants.entrySet().stream().allMatch(entry -> same(entry, graph));
  }

  private static boolean same(Map.Entry<String, Tensor> entry, Graph graph) {
    var mine = entry.getValue();
    var theirs = graph.constants.get(entry.getKey());
    return theirs != null
        && mine.shape().equals(theirs.shape())
        && mine.segment().mismatch(theirs.segment()) < 0;
  }

  @Override
  public int hashCode() {
    return name.hashCode() * 31 + nodes.hashCode();
  }

  /** A line for each input, node (with its shape) and output. */
  @Override
  public String toString() {
    var text = new StringBuilder("graph ").append(name).append('\n');
    inputs.forEach(
        (input, shape) ->
            text.append("  input ").append(input).append(' ').append(shape).append('\n'));
    for (var node : nodes) {
      text.append("  ").append(node).append(' ').append(shapes.get(node.name())).append('\n');
    }
    return text.append("  output ").append(String.join(", ", outputs)).append('\n').toString();
  }

  /** Builds a {@link Graph}; used by one thread. Each call validates what it adds. */
  public static final class Builder {
    private final String name;
    private final Map<String, Shape> inputs = new LinkedHashMap<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();
    private final Map<String, Shape> shapes = new LinkedHashMap<>();
    private final Map<String, ElementType> types = new HashMap<>();

    private Builder(String name) {
      this.name = name;
    }

    /**
     * Declares an input of float32.
     *
     * @return the name
     * @throws GraphException if the name is in use
     */
    public String input(String name, Shape shape) {
      return input(name, ElementType.F32, shape);
    }

    /**
     * Declares an input.
     *
     * @return the name
     * @throws GraphException if the name is in use
     */
    public String input(String name, ElementType type, Shape shape) {
      define(name, type, shape);
      inputs.put(name, shape);
      return name;
    }

    /**
     * Adds a constant, which is referenced and not copied; it must be in {@link Layout#NCHW} if its
     * rank is 4.
     *
     * @return the name
     * @throws GraphException if the name is in use or the layout is another
     */
    public String constant(String name, Tensor value) {
      if (value.shape().rank() == 4 && value.layout() != Layout.NCHW) {
        throw new GraphException("constant \"" + name + "\" must be NCHW, is " + value.layout());
      }
      define(name, value.type(), value.shape());
      constants.put(name, value);
      return name;
    }

    /**
     * Adds a node.
     *
     * @return the name, for use as an input
     * @throws GraphException if the name is in use or an input is not defined
     * @throws ShapeException if the operator cannot take inputs of these shapes
     * @throws ElementTypeException if the operator cannot take inputs of these types
     */
    public String node(String name, Op op, String... inputs) {
      return node(new Node(name, op, Arrays.asList(inputs)));
    }

    /** Adds a node, as {@link #node(String, Op, String...)} does. */
    public String node(Node node) {
      var shape = infer(node, shapes);
      define(node.name(), Graph.type(node, types), shape);
      nodes.add(node);
      return node.name();
    }

    /** The shape of a value defined so far, as far as it is known. */
    public Shape shape(String value) {
      var shape = shapes.get(value);
      if (shape == null) {
        throw new GraphException(name + " has no value \"" + value + "\"");
      }
      return shape;
    }

    /** What the elements of a value defined so far are. */
    public ElementType type(String value) {
      shape(value);
      return Objects.requireNonNull(types.get(value), value);
    }

    /**
     * Declares a value to be an output.
     *
     * @throws GraphException if there is no such value, or it is an output already
     */
    public void output(String value) {
      shape(value);
      if (outputs.contains(value)) {
        throw new GraphException("\"" + value + "\" is an output already");
      }
      outputs.add(value);
    }

    /**
     * The graph.
     *
     * @throws GraphException if it has no output
     */
    public Graph build() {
      if (outputs.isEmpty()) {
        throw new GraphException(name + " has no output");
      }
      return new Graph(this);
    }

    private void define(String value, ElementType type, Shape shape) {
      if (value.isEmpty()) {
        throw new GraphException("a name must not be empty");
      }
      if (shapes.putIfAbsent(value, shape) != null) {
        throw new GraphException("the name \"" + value + "\" is in use already");
      }
      types.put(value, type);
    }
  }
}
