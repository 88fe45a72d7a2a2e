package dev.lanewise.engine;

import static java.util.Objects.requireNonNull;

import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Op;
import dev.lanewise.engine.op.Window;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A few nodes with inputs and constants of {@linkplain WholeNumbers whole numbers}, for tests that
 * hold the engine to values computed in another way.
 */
final class SmallNet {
  private final Graph.Builder graph = Graph.builder("small");
  private final Map<String, Tensor> inputs = new LinkedHashMap<>();
  private final Map<String, Tensor> given = new LinkedHashMap<>();
  private long seed = 1;

  /** An input of whole numbers. */
  SmallNet input(String name, int... extents) {
    return input(name, WholeNumbers.tensor(seed++, extents));
  }

  /** An input of these numbers. */
  SmallNet input(String name, Tensor value) {
    graph.input(name, value.shape());
    inputs.put(name, value);
    given.put(name, value);
    return this;
  }

  /** A constant of whole numbers. */
  SmallNet constant(String name, int... extents) {
    return constant(name, WholeNumbers.tensor(seed++, extents));
  }

  /** A constant of these numbers. */
  SmallNet constant(String name, Tensor value) {
    graph.constant(name, value);
    given.put(name, value);
    return this;
  }

  SmallNet node(String name, Op op, String... operands) {
    graph.node(name, op, operands);
    return this;
  }

  /** A convolution with weights {@code NAME.weight} and, where wanted, {@code NAME.bias}. */
  SmallNet conv(String name, String x, int out, Window window, int groups, boolean bias) {
    int in = graph.shape(x).dim(1);
    constant(name + ".weight", out, in / groups, window.kernelH(), window.kernelW());
    var conv = new Conv(window, groups);
    if (!bias) {
      return node(name, conv, x, name + ".weight");
    }
    constant(name + ".bias", out);
    return node(name, conv, x, name + ".weight", name + ".bias");
  }

  /** An input or constant. */
  Tensor value(String name) {
    return requireNonNull(given.get(name), name);
  }

  /** An input or constant, or null. */
  @Nullable Tensor valueOrNull(String name) {
    return given.get(name);
  }

  /** The shape of a value defined so far. */
  Shape shape(String name) {
    return graph.shape(name);
  }

  Map<String, Tensor> inputs() {
    return inputs;
  }

  /** Declares an output. */
  SmallNet output(String name) {
    graph.output(name);
    return this;
  }

  Graph graph() {
    return graph.build();
  }

  /**
   * Runs the net on 1 and 2 threads, holds both to the reference, and fails unless the first output
   * is {@code expected}, in NCHW order.
   */
  void check(float[] expected) {
    var built = graph();
    var actual = EngineRun.first(EngineRun.checked(built, inputs, 1, 2));
    SameBits.check(built.toString(), Tensor.of(actual.shape(), Layout.NCHW, expected), actual);
  }
}
