package dev.lanewise.bench.conform;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.Cast;
import dev.lanewise.engine.reference.Interpreter;
import java.util.Map;

/** Arrays as another type. */
public final class Converted {
  private Converted() {}

  /** A copy of {@code array}, converted as {@link Cast} does. */
  public static Tensor to(ElementType type, Tensor array) {
    var graph = Graph.builder("cast");
    graph.input("x", array.type(), array.shape());
    graph.node("y", new Cast(type), "x");
    graph.output("y");
    var values = Interpreter.run(graph.build(), Map.of("x", array));
    return values.values().iterator().next();
  }
}
