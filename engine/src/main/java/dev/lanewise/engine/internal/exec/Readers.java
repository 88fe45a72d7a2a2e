package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who reads each value of a graph. */
final class Readers {
  private final Map<String, List<Node>> readers = new HashMap<>();
  private final Set<String> outputs;

  Readers(Graph graph) {
    outputs = Set.copyOf(graph.outputs());
    for (var node : graph.nodes()) {
      node.inputs()
          .forEach(input -> readers.computeIfAbsent(input, _ -> new ArrayList<>()).add(node));
    }
  }

  /** The node that alone reads what this one computes, once, or null; callers read outputs. */
  @Nullable Node only(Node node) {
    var all = readers.getOrDefault(node.name(), List.of());
    return all.size() == 1 && !outputs.contains(node.name()) ? all.getFirst() : null;
  }
}
