package dev.lanewise.bench.cli;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.ConvTranspose;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.MatMul;
import dev.lanewise.engine.op.Op;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a node of a graph costs.
 *
 * @param output the shape of its value
 * @param parameters the elements of the trained constants that it is the first to read; a batch
 *     norm's mean and variance are measured, not trained, and not counted
 * @param multiplyAdds of a convolution, groups × O / groups × I / groups × kh × kw for each pixel;
 *     of a linear layer O × K for each row; likewise of a transposed convolution and a product of
 *     matrices; 0 for anything else
 */
record NodeCost(Node node, Shape output, long parameters, long multiplyAdds) {

  /**
   * The cost of every node.
   *
   * @param inputShapes as {@link Graph#shapes(Map)} takes them
   */
  static List<NodeCost> of(Graph graph, Map<String, Shape> inputShapes) {
    var shapes = graph.shapes(inputShapes);
    var counted = new HashSet<String>();
    List<NodeCost> costs = new ArrayList<>();
    for (var node : graph.nodes()) {
      long parameters = 0;
      for (var input : trained(node)) {
        var constant = graph.constants().get(input);
        if (constant != null && constant.type() == ElementType.F32 && counted.add(input)) {
          parameters += constant.shape().elements();
        }
      }
      var inputs = node.inputs().stream().map(input -> shape(shapes, input)).toList();
      var output = shape(shapes, node.name());
      costs.add(new NodeCost(node, output, parameters, multiplyAdds(node.op(), inputs, output)));
    }
    return costs;
  }

  /** The multiply-adds of a whole graph. */
  static long multiplyAdds(Graph graph, Map<String, Shape> inputShapes) {
    return of(graph, inputShapes).stream().mapToLong(NodeCost::multiplyAdds).sum();
  }

  private static List<String> trained(Node node) {
    // x, gamma and beta; then mean and variance.
    return node.op() instanceof BatchNorm ? node.inputs().subList(0, 3) : node.inputs();
  }

  private static Shape shape(Map<String, Shape> shapes, String value) {
    return Objects.requireNonNull(shapes.get(value), value);
  }

  private static long multiplyAdds(Op op, List<Shape> inputs, Shape output) {
    return switch (op) {
      // Weights [O, I / groups, kh, kw] or [O, K]: each output takes one row of them.
      case Conv _, Linear _ ->
          output.elements() * (inputs.get(1).elements() / inputs.get(1).dim(0));
      // Weights [I, O / groups, kh, kw]: each input gives to as many outputs as its row has.
      case ConvTranspose _ ->
          inputs.get(0).elements() * (inputs.get(1).elements() / inputs.get(1).dim(0));
      case MatMul _ -> output.elements() * inputs.get(0).dim(inputs.get(0).rank() - 1);
      case Fused fused -> multiplyAdds(fused.op(), inputs, output);
      default -> 0;
    };
  }
}
