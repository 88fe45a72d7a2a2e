package dev.lanewise.engine;

import static java.util.Objects.requireNonNull;

import dev.lanewise.engine.reference.Interpreter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs graphs through the public door, with outputs that are full of NaN before each run. */
final class EngineRun {
  /** What the reference computes. */
  static final CompileOptions EXACT = CompileOptions.DEFAULT.withPrecision(Precision.EXACT);

  private EngineRun() {}

  /**
   * Fails unless exact sessions of these thread counts give the bits of the reference over the
   * compiled graph, also when the slab is full of NaN from a run before, and before the process is
   * warm.
   *
   * @return a copy of each output
   */
  static Map<String, Tensor> checked(Graph graph, Map<String, Tensor> inputs, int... threads) {
    Map<String, Tensor> expected = Map.of();
    try (var model = Model.compile(graph, EXACT)) {
      for (int count : threads) {
        try (var session = model.newSession(options(inputs, count))) {
          poison(session);
          var actual = run(session, inputs);
          if (expected.isEmpty()) {
            expected = Interpreter.run(session.graph(), inputs);
          }
          SameBits.check(expected, actual);
          if (Cold.isPossible() && count == threads[0]) {
            SameBits.check(expected, Cold.get(() -> run(session, inputs)));
          }
        }
      }
    }
    return expected;
  }

  /** Options of a session for inputs of these shapes. */
  static SessionOptions options(Map<String, Tensor> inputs, int threads) {
    var options = SessionOptions.DEFAULT.withThreads(threads);
    for (var input : inputs.entrySet()) {
      options = options.withInput(input.getKey(), input.getValue().shape());
    }
    return options;
  }

  /** A copy of each output for these inputs. */
  static Map<String, Tensor> run(Session session, Map<String, Tensor> inputs) {
    session.outputs().values().forEach(EngineRun::fillWithNaN);
    // After the outputs, since an input may be one.
    inputs.forEach((name, tensor) -> session.input(name).copyFrom(tensor));
    session.run();
    var copies = new LinkedHashMap<String, Tensor>();
    session
        .outputs()
        .forEach(
            (name, tensor) ->
                copies.put(name, Tensor.managed(tensor.shape(), tensor.layout()).copyFrom(tensor)));
    return copies;
  }

  /** Leaves NaN in all activations that a run could forget to write. */
  static void poison(Session session) {
    session.graph().inputs().keySet().forEach(name -> fillWithNaN(session.input(name)));
    session.run();
  }

  private static void fillWithNaN(Tensor tensor) {
    tensor.segment().fill((byte) 0xFF);
  }

  /** The first output, in the graph's order. */
  static Tensor first(Map<String, Tensor> outputs) {
    return requireNonNull(outputs.values().iterator().next());
  }
}
