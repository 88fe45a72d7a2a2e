package dev.lanewise.engine.internal.compile;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A graph that a pass rewrites: the pass goes through the source's nodes in order and appends each,
 * or changes one that it appended before.
 */
final class Draft {
  private final Graph source;
  private final Set<String> outputs;
  private final Map<String, Integer> reads = new HashMap<>();
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Tensor> constants;
  // A node that moves leaves null behind, so that places need no renumbering.
  private final List<@Nullable Node> nodes = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();

  Draft(Graph source) {
    this.source = source;
    outputs = Set.copyOf(source.outputs());
    constants = new LinkedHashMap<>(source.constants());
    taken.addAll(source.inputs().keySet());
    taken.addAll(source.constants().keySet());
    for (var node : source.nodes()) {
      taken.add(node.name());
      node.inputs().forEach(input -> reads.merge(input, 1, Integer::sum));
    }
  }

  /** The constant of this name, or null where the value is computed or an input. */
  @Nullable Tensor constant(String name) {
    return constants.get(name);
  }

  boolean areConstants(List<String> names) {
    return constants.keySet().containsAll(names);
  }

  boolean isOutput(String name) {
    return outputs.contains(name);
  }

  /** Whether nobody but one operand of one node ever sees this value. */
  boolean isReadOnce(String name) {
    return !isOutput(name) && reads.getOrDefault(name, 0) == 1;
  }

  /** The node appended under this name, or null where there is none. */
  @Nullable Node node(String name) {
    var place = places.get(name);
    return place == null ? null : nodes.get(place);
  }

  /**
   * Grows in the order of execution; −1 for an input or a constant, which are there from the start.
   */
  int place(String name) {
    return places.getOrDefault(name, -1);
  }

  void append(Node node) {
    places.put(node.name(), nodes.size());
    nodes.add(node);
  }

  /** Puts {@code node} where the node called {@code old} is. */
  void replace(String old, Node node) {
    int place = remove(old);
    places.put(node.name(), place);
    nodes.set(place, node);
  }

  /** Takes the node out. */
  int remove(String name) {
    var place = places.remove(name);
    if (place == null) {
      throw new IllegalStateException("no node " + name);
    }
    nodes.set(place, null);
    return place;
  }

  /** Makes a constant of a source node's value, under its own name. */
  void define(String name, Tensor value) {
    constants.put(name, value);
  }

  /** A name for a new node: what is wished, with ticks appended if that is in use. */
  String name(String wish) {
    var name = wish;
    while (!taken.add(name)) {
      name += "'";
    }
    return name;
  }

  /**
   * Adds a constant.
   *
   * @param wish a name for people; if it is in use for something else, ticks are appended
   * @return the name
   */
  String add(String wish, Tensor value) {
    var name = wish;
    while (constants.get(name) != value && !taken.add(name)) {
      name += "'";
    }
    constants.put(name, value);
    return name;
  }

  Graph build() {
    var builder = Graph.builder(source.name());
    source.inputs().forEach((input, shape) -> builder.input(input, source.type(input), shape));
    constants.forEach(builder::constant);
    for (var node : nodes) {
      if (node != null) {
        builder.node(node);
      }
    }
    source.outputs().forEach(builder::output);
    return builder.build();
  }
}
