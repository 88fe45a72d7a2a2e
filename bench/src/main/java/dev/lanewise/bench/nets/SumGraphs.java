package dev.lanewise.bench.nets;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.Resize;
import dev.lanewise.engine.op.Slice;
import dev.lanewise.engine.op.UpsampleAdd;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A network with its sums ⊕ taken out, or kept from being fused with what is around them.
 *
 * <p>What the compiler must not fuse or drop gets one more reader: a slice of its first element,
 * which takes next to no time.
 */
final class SumGraphs {
  private final Graph source;
  private final Map<String, Shape> shapes;
  private final Graph.Builder graph;
  private final Map<String, Integer> reads = new HashMap<>();
  private final Map<String, String> replaced = new HashMap<>();
  private final Set<String> kept = new LinkedHashSet<>();

  private SumGraphs(Graph source, Map<String, Shape> inputs) {
    this.source = source;
    shapes = source.shapes(inputs);
    graph = Graph.builder(source.name());
    source.inputs().forEach((name, shape) -> graph.input(name, source.type(name), shape));
    source.constants().forEach(graph::constant);
    for (var node : source.nodes()) {
      new HashSet<>(node.inputs()).forEach(name -> reads.merge(name, 1, Integer::sum));
    }
  }

  /** Whether a graph has any sum. */
  static boolean has(Graph graph) {
    return graph.nodes().stream().anyMatch(node -> isSum(node));
  }

  private static boolean isSum(Node node) {
    return node.op() instanceof Add || node.op() instanceof UpsampleAdd;
  }

  /**
   * The same network with each sum a step of its own, and each picture enlarged before it is added.
   *
   * @param inputs as {@link Graph#shapes} takes them
   */
  static Graph apart(Graph source, Map<String, Shape> inputs) {
    var graphs = new SumGraphs(source, inputs);
    for (var node : source.nodes()) {
      if (node.op() instanceof UpsampleAdd) {
        graphs.enlargeAndAdd(node);
      } else {
        graphs.graph.node(node);
        if (isSum(node)) {
          graphs.keep(node.inputs());
        }
      }
    }
    return graphs.build();
  }

  /**
   * The network without its sums: each is what its first operand is. What computes the second
   * stays.
   *
   * @param apart whether to compare it with {@link #apart}: what the sum kept from being fused is
   *     not fused here either
   */
  static Graph without(Graph source, Map<String, Shape> inputs, boolean apart) {
    var graphs = new SumGraphs(source, inputs);
    for (var node : source.nodes()) {
      var operands = node.inputs().stream().map(graphs::resolved).toList();
      if (isSum(node)) {
        graphs.replaced.put(node.name(), operands.getFirst());
        graphs.keep(apart ? operands : graphs.unread(node.inputs().getLast()));
      } else {
        graphs.graph.node(new Node(node.name(), node.op(), operands));
      }
    }
    return graphs.build();
  }

  private String resolved(String value) {
    return replaced.getOrDefault(value, value);
  }

  /** A value that the sum alone has read. */
  private List<String> unread(String value) {
    return reads.getOrDefault(value, 0) == 1 ? List.of(resolved(value)) : List.of();
  }

  private void keep(List<String> values) {
    values.stream().filter(value -> source.node(value) != null).forEach(kept::add);
  }

  private void enlargeAndAdd(Node sum) {
    var lateral = sum.inputs().get(0);
    var up = sum.name() + ".up";
    graph.node(up, nearest(shape(sum.inputs().get(1)), shape(sum.name())), sum.inputs().get(1));
    graph.node(sum.name(), new Add(), lateral, up);
    keep(List.of(lateral));
    kept.add(up);
  }

  private static Resize nearest(Shape from, Shape to) {
    List<Integer> extents = new ArrayList<>();
    List<Float> scales = new ArrayList<>();
    for (int axis = 0; axis < to.rank(); axis++) {
      extents.add(to.dim(axis));
      scales.add((float) to.dim(axis) / from.dim(axis));
    }
    return new Resize(
        extents,
        scales,
        Resize.Mode.NEAREST,
        Resize.Coordinates.ASYMMETRIC,
        Resize.Rounding.FLOOR,
        0,
        false,
        0,
        List.of(),
        false);
  }

  private Shape shape(String value) {
    var shape = shapes.get(value);
    if (shape == null) {
      throw new IllegalArgumentException("no value " + value);
    }
    return shape;
  }

  private Graph build() {
    source.outputs().stream().map(this::resolved).distinct().forEach(graph::output);
    for (var value : kept) {
      int rank = graph.shape(value).rank();
      var first =
          IntStream.range(0, rank).mapToObj(axis -> new Slice.Range(axis, 0, 1, 1)).toList();
      graph.output(graph.node(value + ".first", new Slice(first), value));
    }
    return graph.build();
  }
}
