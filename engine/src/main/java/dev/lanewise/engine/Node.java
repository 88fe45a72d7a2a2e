package dev.lanewise.engine;

import dev.lanewise.engine.op.Op;
import java.util.List;

/**
 * One operator in a {@link Graph}.
 *
 * @param name unique in the graph; also the name of the value that the node computes
 * @param op what it computes
 * @param inputs names of graph inputs, constants or earlier nodes, in the operator's order
 */
public record Node(String name, Op op, List<String> inputs) {
  public Node {
    inputs = List.copyOf(inputs);
  }

  /** For example {@code layer1.0.relu = Relu(layer1.0.bn1)}. */
  @Override
  public String toString() {
    return name + " = " + op + "(" + String.join(", ", inputs) + ")";
  }
}
