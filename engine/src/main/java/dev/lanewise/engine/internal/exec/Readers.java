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

  /** The nodes that read what this one computes, one as often as it does; none for an output. */
  List<Node> all(Node node) {
    return outputs.contains(node.name()) ? List.of() : readers.getOrDefault(node.name(), List.of());
  }

  /** The node that alone reads what this one computes, once, or null; callers read outputs. */
  @Nullable Node only(Node node) {
    var all = all(node);
    return all.size() == 1 ? all.getFirst() : null;
  }
}
