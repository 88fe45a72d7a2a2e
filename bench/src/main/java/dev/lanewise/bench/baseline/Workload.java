package dev.lanewise.bench.baseline;

import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.engine.CompileOptions;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Model;
import dev.lanewise.engine.Precision;
import dev.lanewise.engine.Session;
import dev.lanewise.engine.SessionOptions;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.reference.Interpreter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A graph ready to be run by the engine or by plain loops, with seeded inputs.
 *
 * <p><b>Ownership.</b> Owns its model and session until {@link #close()}.
 */
public final class Workload implements AutoCloseable {
  private final Model model;
  private final Session session;
  private final Map<String, Tensor> inputs = new LinkedHashMap<>();
  private final long flops;

  /** A workload at {@link Precision#EXACT}, which plain loops have the bits of. */
  public Workload(Graph graph, Map<String, Shape> inputShapes, int threads) {
    this(graph, inputShapes, threads, Precision.EXACT);
  }

  /**
   * A workload.
   *
   * @param inputShapes of all inputs, wholly known
   */
  public Workload(Graph graph, Map<String, Shape> inputShapes, int threads, Precision precision) {
    var options = SessionOptions.DEFAULT.withThreads(threads);
    for (var input : inputShapes.entrySet()) {
      options = options.withInput(input.getKey(), input.getValue());
      inputs.put(input.getKey(), SeededWeights.tensor("input", input.getValue()));
    }
    model = Model.compile(graph, CompileOptions.DEFAULT.withPrecision(precision));
    session = model.newSession(options);
    flops = 2 * session.plan().multiplyAdds();
    inputs.forEach((name, tensor) -> session.input(name).copyFrom(tensor));
  }

  /** The engine's session, its inputs set. */
  public Session session() {
    return session;
  }

  /** The same arithmetic as plain loops. */
  public LoopProgram loops(LoopOrder order) {
    return new LoopProgram(session.graph(), inputs, order);
  }

  /** Floating-point operations of a run: two for each multiply-add. */
  public long flops() {
    return flops;
  }

  /**
   * Runs the engine and both kinds of loops.
   *
   * @throws IllegalStateException if a bit differs: what computes something else must not be timed
   */
  public void checkBits() {
    session.run();
    for (var order : LoopOrder.values()) {
      var loops = loops(order);
      loops.run();
      session
          .outputs()
          .forEach(
              (name, ours) ->
                  SameBits.require(
                      name + " by " + order + " loops",
                      ours.toArray(Layout.NHWC),
                      loops.value(name)));
    }
  }

  /**
   * Runs the engine and the reference, which has every operator.
   *
   * @throws IllegalStateException if a bit differs
   */
  public void checkReference() {
    session.run();
    var expected = Interpreter.run(session.graph(), inputs);
    session
        .outputs()
        .forEach(
            (name, ours) ->
                SameBits.require(
                    name,
                    Objects.requireNonNull(expected.get(name), name).toArray(Layout.NHWC),
                    ours.toArray(Layout.NHWC)));
  }

  @Override
  public void close() {
    session.close();
    model.close();
  }
}
