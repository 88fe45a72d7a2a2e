package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.Node;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.internal.array.Moves;
import dev.lanewise.engine.op.ArrayOp;
import dev.lanewise.engine.op.Reshape;
import dev.lanewise.engine.op.Transpose;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reshapes and transpositions one after the other that are one copy: a shuffle of channels, as
 * ShuffleNet's (Zhang et al. 2017, section 3.1), is a reshape, a transposition and a reshape.
 *
 * <p>A value between is computed nowhere else, so it must be read once and be no output.
 */
final class MoveChains {
  private final Map<String, Chain> chains = new HashMap<>();
  private final Set<String> inner = new HashSet<>();

  /**
   * Some operators in a row.
   *
   * @param source what the first reads
   * @param ops the operators
   * @param shapes what each gives
   */
  record Chain(String source, List<ArrayOp> ops, List<Shape> shapes) {
    @Override
    public String toString() {
      return ops.stream().map(Object::toString).collect(Collectors.joining(" → "));
    }
  }

  MoveChains(ProgramBuilder program, Readers readers) {
    for (var node : program.graph().nodes()) {
      if (isMove(node) && !inner.contains(node.name()) && !chains.containsKey(node.name())) {
        add(program, nodes(node, readers));
      }
    }
  }

  private static List<Node> nodes(Node first, Readers readers) {
    var nodes = new ArrayList<>(List.of(first));
    var next = readers.only(first);
    while (next != null && isMove(next)) {
      nodes.add(next);
      next = readers.only(next);
    }
    return nodes;
  }

  /** The longest beginning that is one copy; reshapes alone are often none. */
  private void add(ProgramBuilder program, List<Node> nodes) {
    var source = nodes.getFirst().inputs().getFirst();
    var ops = nodes.stream().map(node -> (ArrayOp) node.op()).toList();
    var shapes = nodes.stream().map(node -> program.shape(node.name())).toList();
    for (int length = nodes.size(); length > 1; length--) {
      var chain = new Chain(source, ops.subList(0, length), shapes.subList(0, length));
      if (chain.ops().stream().anyMatch(Transpose.class::isInstance)
          && Moves.areOneCopy(program.shape(source), chain.ops(), chain.shapes())) {
        nodes.subList(0, length - 1).forEach(node -> inner.add(node.name()));
        chains.put(nodes.get(length - 1).name(), chain);
        return;
      }
    }
  }

  private static boolean isMove(Node node) {
    return node.op() instanceof Reshape || node.op() instanceof Transpose;
  }

  /** Whether a value has no step of its own, since the step of what reads it computes it. */
  boolean isInner(String value) {
    return inner.contains(value);
  }

  /** The chain that ends with this value, or null. */
  @Nullable Chain endingWith(String value) {
    return chains.get(value);
  }
}
