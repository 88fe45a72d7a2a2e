package dev.lanewise.engine.reference.gradient;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.GraphException;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Flatten;
import dev.lanewise.engine.op.GlobalAveragePool;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.Relu;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A graph that was run in float64, and remembers what its derivatives need.
 *
 * <pre>{@code
 * var evaluation = Evaluation.of(graph, Map.of("x", x), Statistics.HELD);
 * double[] slopes = evaluation.gradient("y", ones, "x"); // Σ dy · ∂y/∂x
 * }</pre>
 *
 * <p>The operators are Linear, Conv, Relu, BatchNorm, Add, GlobalAveragePool and Flatten. All
 * arrays are NHWC where the rank is 4 and row-major elsewhere. An evaluation holds every value of
 * the graph and its constants as float64; it never changes, and any thread may use it.
 *
 * <p>Source: Griewank and Walther, "Evaluating Derivatives", 2008, chapter 3.
 */
public final class Evaluation {
  private final Graph graph;
  private final Map<String, DoubleTensor> values = new HashMap<>();
  private final Map<String, Pullback> pullbacks = new HashMap<>();

  private Evaluation(Graph graph) {
    this.graph = graph;
  }

  /**
   * Runs {@code graph}.
   *
   * @param inputs for each input of the graph a tensor, which is referenced and not copied
   * @param statistics what its batch norms use
   * @throws GraphException if an input is missing or unknown, a node's operator has no derivative
   *     here, or its parameters are no constants, before anything is computed
   * @throws ShapeException if a shape does not fit
   */
  public static Evaluation of(
      Graph graph, Map<String, DoubleTensor> inputs, Statistics statistics) {
    for (var name : graph.inputs().keySet()) {
      if (!inputs.containsKey(name)) {
        throw new GraphException("no tensor for input \"" + name + "\"");
      }
    }
    graph.nodes().forEach(node -> requireKnown(graph, node));
    var given = new HashMap<String, Shape>();
    inputs.forEach((name, tensor) -> given.put(name, tensor.shape()));
    var shapes = graph.shapes(given);
    var evaluation = new Evaluation(graph);
    evaluation.values.putAll(inputs);
    graph
        .constants()
        .forEach((name, tensor) -> evaluation.values.put(name, DoubleTensor.of(tensor)));
    for (var node : graph.nodes()) {
      var applied =
          evaluation.apply(node, shapes.getOrDefault(node.name(), Shape.of()), statistics);
      evaluation.values.put(node.name(), applied.y());
      evaluation.pullbacks.put(node.name(), applied.pullback());
    }
    return evaluation;
  }

  private static void requireKnown(Graph graph, Node node) {
    for (var parameter : node.inputs().subList(variables(node), node.inputs().size())) {
      if (!graph.constants().containsKey(parameter)) {
        throw new GraphException(
            "%s: derivatives need parameters that are constants, \"%s\" is computed or an input"
                .formatted(node.name(), parameter));
      }
    }
    switch (node.op()) {
      case Linear _, Conv _, Relu _, BatchNorm _, Add _, GlobalAveragePool _, Flatten _ -> {}
      default ->
          throw new GraphException(
              node.name() + ": " + node.op() + " is not among the operators with derivatives");
    }
  }

  /** How many of a node's inputs, the first ones, are no parameters. */
  private static int variables(Node node) {
    return node.op() instanceof Add ? 2 : 1;
  }

  private Applied apply(Node node, Shape shape, Statistics statistics) {
    var inputs = node.inputs().stream().map(this::value).toList();
    var x = inputs.get(0);
    return switch (node.op()) {
      case Linear _ -> LinearRule.apply(inputs, shape);
      case Conv conv -> ConvRule.apply(conv, inputs, shape);
      case BatchNorm norm -> BatchNormRule.apply(norm, inputs, statistics);
      case Relu _ -> PlainRules.relu(x);
      case Add _ -> PlainRules.add(x, inputs.get(1));
      case GlobalAveragePool _ -> PlainRules.globalAverage(x, shape);
      case Flatten _ -> PlainRules.flatten(x, shape);
      default -> throw new AssertionError(node);
    };
  }

  /**
   * The value of an input, a constant or a node; the evaluation's own, not a copy.
   *
   * @throws GraphException if there is none of that name
   */
  public DoubleTensor value(String name) {
    var value = values.get(name);
    if (value == null) {
      throw new GraphException(graph.name() + " has no value \"" + name + "\"");
    }
    return value;
  }

  /**
   * The derivative of Σ dy · y with respect to each element of {@code x}.
   *
   * @param y the name of a value
   * @param dy a factor for each of its elements
   * @param x the name of an input of the graph, or of a node
   * @return a new array; zeros where y does not depend on x
   * @throws GraphException if there are no such values, or x is a constant
   * @throws ShapeException if there are more or fewer factors than elements
   */
  public double[] gradient(String y, double[] dy, String x) {
    if (value(y).data().length != dy.length) {
      throw new ShapeException(
          "\"%s\" has %d elements, got %d factors".formatted(y, value(y).data().length, dy.length));
    }
    if (graph.constants().containsKey(x)) {
      throw new GraphException("\"" + x + "\" is a constant, derivatives are by inputs and nodes");
    }
    if (y.equals(x)) {
      return dy.clone();
    }
    var result = new double[value(x).data().length];
    var gradients = new HashMap<String, double[]>();
    gradients.put(x, result);
    gradients.put(y, dy);
    var dependent = dependentOn(x);
    for (var node : graph.nodes().reversed()) {
      var pullback = pullbacks.get(node.name());
      boolean needed = dependent.contains(node.name()) && !node.name().equals(x);
      var own = needed ? gradients.remove(node.name()) : null;
      if (own != null && pullback != null) {
        pullback.pull(own, targets(node, gradients));
      }
    }
    return result;
  }

  /** The names of x and all that is computed from it. */
  private Set<String> dependentOn(String x) {
    var dependent = new HashSet<String>();
    dependent.add(x);
    for (var node : graph.nodes()) {
      if (node.inputs().stream().anyMatch(dependent::contains)) {
        dependent.add(node.name());
      }
    }
    return dependent;
  }

  /** Where the derivatives by a node's inputs are gathered. */
  private List<double[]> targets(Node node, Map<String, double[]> gradients) {
    var targets = new ArrayList<double[]>();
    for (var input : node.inputs().subList(0, variables(node))) {
      int length = value(input).data().length;
      targets.add(gradients.computeIfAbsent(input, _ -> new double[length]));
    }
    return targets;
  }
}
