package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.Node;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.internal.array.Moves;
import dev.lanewise.engine.op.ArrayOp;
import dev.lanewise.engine.op.Reshape;
import dev.lanewise.engine.op.Slice;
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
 * Reshapes, transpositions and slices one after the other that are one copy: a shuffle of channels,
 * as ShuffleNet's (Zhang et al. 2017, section 3.1), is a reshape, a transposition and a reshape;
 * ShuffleNetV2's (Ma et al. 2018, section 3) ends in two slices of that.
 *
 * <p>A value between is computed nowhere else, so it must be no output and be read once; or by
 * slices alone, each of which is a copy of its part then.
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
        add(program, node, readers);
      }
    }
  }

  private void add(ProgramBuilder program, Node first, Readers readers) {
    var nodes = row(List.of(), first, readers);
    var slices = readers.all(nodes.getLast());
    if (slices.size() > 1 && slices.stream().allMatch(node -> node.op() instanceof Slice)) {
      var rows = slices.stream().map(slice -> row(nodes, slice, readers)).toList();
      var lengths = rows.stream().map(row -> length(program, row)).toList();
      if (lengths.stream().allMatch(length -> length > nodes.size())) {
        for (int i = 0; i < rows.size(); i++) {
          add(program, rows.get(i).subList(0, lengths.get(i)));
        }
        return;
      }
    }
    add(program, nodes.subList(0, length(program, nodes)));
  }

  /** Nodes and those after them, each of which alone reads the one before it. */
  private static List<Node> row(List<Node> before, Node next, Readers readers) {
    var nodes = new ArrayList<>(before);
    for (var node = next; node != null && isMove(node); node = readers.only(node)) {
      nodes.add(node);
    }
    return nodes;
  }

  /** The longest beginning that is one copy, or 0; reshapes alone are often none. */
  private static int length(ProgramBuilder program, List<Node> nodes) {
    for (int length = nodes.size(); length > 1; length--) {
      var chain = chain(program, nodes.subList(0, length));
      if (chain.ops().stream().anyMatch(op -> op instanceof Transpose || op instanceof Slice)
          && Moves.areOneCopy(program.shape(chain.source()), chain.ops(), chain.shapes())) {
        return length;
      }
    }
    return 0;
  }

  private static Chain chain(ProgramBuilder program, List<Node> nodes) {
    return new Chain(
        nodes.getFirst().inputs().getFirst(),
        nodes.stream().map(node -> (ArrayOp) node.op()).toList(),
        nodes.stream().map(node -> program.shape(node.name())).toList());
  }

  private void add(ProgramBuilder program, List<Node> nodes) {
    if (!nodes.isEmpty()) {
      nodes.subList(0, nodes.size() - 1).forEach(node -> inner.add(node.name()));
      chains.put(nodes.getLast().name(), chain(program, nodes));
    }
  }

  private static boolean isMove(Node node) {
    return node.op() instanceof Reshape
        || node.op() instanceof Transpose
        || node.op() instanceof Slice;
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
