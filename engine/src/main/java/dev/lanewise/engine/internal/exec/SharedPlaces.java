package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.internal.gemm.PackedMatrix;
import dev.lanewise.engine.op.ArrayOp;
import dev.lanewise.engine.op.AveragePool;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Concat;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.GlobalAveragePool;
import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.Relu;
import dev.lanewise.engine.op.Reshape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which values are computed right where a concatenation wants them, so that nothing is copied: at a
 * channel of the concatenation's buffer, its pitch from pixel to pixel.
 *
 * <pre>
 * c = concat(a, b), d = concat(c, e)      one buffer of d's pitch:  | a | b | e |
 * </pre>
 *
 * <p>A value takes part if whole vectors of channels begin and end with it, if what computes it and
 * all that read it take any pitch, and if it is no output. Where it is written element by element,
 * and only concatenations read it, it may begin and end anywhere. Of several concatenations that
 * read it it goes to the last one; the others copy it.
 *
 * <p>Source: Pleiss et al., "Memory-Efficient Implementation of DenseNets", 2017, section 3, shared
 * memory allocations.
 */
final class SharedPlaces {
  private final Graph graph;
  private final Map<String, Shape> shapes;
  private final Set<String> outputs;
  private final Map<String, Node> nodes = new HashMap<>();
  private final Map<String, List<Node>> readers = new HashMap<>();
  private final Map<String, Part> parts = new HashMap<>();

  /** A part of the buffer of concatenation {@code whole}, from channel {@code first} on. */
  record Part(String whole, int first) {}

  private SharedPlaces(Graph graph, Map<String, Shape> shapes) {
    this.graph = graph;
    this.shapes = shapes;
    outputs = Set.copyOf(graph.outputs());
    for (var node : graph.nodes()) {
      nodes.put(node.name(), node);
      for (var input : node.inputs()) {
        readers.computeIfAbsent(input, _ -> new ArrayList<>()).add(node);
      }
    }
  }

  /** The values of a compiled graph that take part, by name. */
  static Map<String, Part> of(Graph graph, Map<String, Shape> shapes) {
    var places = new SharedPlaces(graph, shapes);
    // What a concatenation is itself a part of comes after it.
    for (var node : graph.nodes().reversed()) {
      if (places.isOverPictures(node)) {
        places.share(node);
      }
    }
    return Map.copyOf(places.parts);
  }

  private void share(Node concat) {
    var own = parts.getOrDefault(concat.name(), new Part(concat.name(), 0));
    int first = own.first();
    for (var input : concat.inputs()) {
      if (canShare(input, first)) {
        parts.putIfAbsent(input, new Part(own.whole(), first));
      }
      first += shape(input).dim(1);
    }
  }

  private boolean canShare(String value, int first) {
    var node = nodes.get(value);
    if (node == null || outputs.contains(value)) {
      return false;
    }
    var all = readers.getOrDefault(value, List.of());
    if (isWhole(first) && isWhole(shape(value).dim(1)) && writesAnyPitch(node)) {
      return all.stream().allMatch(reader -> readsAnyPitch(reader, value));
    }
    return writesElements(node) && all.stream().allMatch(this::isOverPictures);
  }

  private boolean isOverPictures(Node node) {
    return node.op() instanceof Concat(int axis)
        && axis == 1
        && shape(node.name()).rank() == 4
        && graph.type(node.name()) == ElementType.F32;
  }

  private boolean writesAnyPitch(Node node) {
    return switch (node.op()) {
      case Fused(Conv conv, _, _) -> conv.groups() == 1 && WeightPacking.isPacked(graph, node);
      case MaxPool _, AveragePool _, BatchNorm _, Relu _ -> true;
      default -> isOverPictures(node) || WeightPacking.isProduct(graph, node);
    };
  }

  /** Whether it goes through views; a reshaped array may be another name for its operand. */
  private boolean writesElements(Node node) {
    return node.op() instanceof ArrayOp
        && !(node.op() instanceof Reshape)
        && !isOverPictures(node)
        && !WeightPacking.isProduct(graph, node);
  }

  /** Convolutions of larger windows do, but some faster than others. */
  private boolean readsAnyPitch(Node node, String value) {
    return switch (node.op()) {
      case Fused(Conv conv, _, _) ->
          conv.groups() == 1
              && conv.window().isPointwise()
              && WeightPacking.isPacked(graph, node)
              && node.inputs().lastIndexOf(value) == 0;
      case MaxPool _, AveragePool _, GlobalAveragePool _, BatchNorm _, Relu _ -> true;
      default -> isOverPictures(node);
    };
  }

  private static boolean isWhole(int channels) {
    return channels % PackedMatrix.PADDING == 0;
  }

  private Shape shape(String value) {
    return Objects.requireNonNull(shapes.get(value), value);
  }
}
