package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.op.Cast;
import dev.lanewise.engine.op.Op;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Puts operands into the engine's graph. A value of the model keeps its name, what lies between two
 * of them is called after the value that it leads to, {@code value/part}. A constant is there only
 * once something reads it. Used by one thread.
 */
final class Placement {
  private final Graph.Builder graph;
  private final Set<String> names;
  private final Map<String, Integer> next = new HashMap<>();
  private final Set<Operand> constants = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * Nothing placed yet.
   *
   * @param names all names of the model; those that are made up are added
   */
  Placement(Graph.Builder graph, Set<String> names) {
    this.graph = graph;
    this.names = names;
  }

  /** An input of the model. */
  Operand input(String name, Operand operand) {
    operand.name(graph.input(name, operand.type(), operand.shape()));
    return operand;
  }

  /**
   * The steps of one node.
   *
   * @param value what they lead to
   */
  void steps(List<Draft.Step> steps, String value) {
    for (var step : steps) {
      var inputs = new String[step.inputs().size()];
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = name(step.inputs().get(i), value);
      }
      if (step.output().name() == null) {
        step.output().name(unused(value, part(step.op())));
      }
      graph.node(Objects.requireNonNull(step.output().name()), step.op(), inputs);
    }
  }

  /**
   * An output of the model. What is a constant or has another name is copied.
   *
   * @param own whether that very name is an input's or a node's
   */
  void output(String name, Operand operand, boolean own) {
    if (!own) {
      graph.node(name, new Cast(operand.type()), name(operand, name));
    }
    graph.output(name);
  }

  /** A name that nothing has yet, now taken. */
  String unused(String value, String part) {
    var base = value + "/" + part;
    int number = next.merge(base, 1, Integer::sum);
    while (!names.add(number == 1 ? base : base + number)) {
      number = next.merge(base, 1, Integer::sum);
    }
    return number == 1 ? base : base + number;
  }

  private String name(Operand operand, String reader) {
    if (operand.name() == null) {
      operand.name(unused(reader, "constant"));
    }
    var name = Objects.requireNonNull(operand.name());
    var constant = operand.constant();
    if (constant != null && constants.add(operand)) {
      graph.constant(name, constant);
    }
    return name;
  }

  private static String part(Op op) {
    return op.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
