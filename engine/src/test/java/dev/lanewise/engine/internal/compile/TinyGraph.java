package dev.lanewise.engine.internal.compile;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.SameBits;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.Op;
import dev.lanewise.engine.op.Relu;
import dev.lanewise.engine.op.Window;
import dev.lanewise.engine.reference.Interpreter;
import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Graphs for the tests of the passes. All pictures are {@code [1, 2, 4, 4]}, and so is the input
 * {@code x}; weights and inputs are random floats, so that a wrong rounding shows.
 */
final class TinyGraph {
  static final Shape PICTURE = Shape.of(1, 2, 4, 4);

  private final SplittableRandom random = new SplittableRandom(1);
  private final Graph.Builder builder = Graph.builder("tiny");

  TinyGraph() {
    builder.input("x", PICTURE);
  }

  TinyGraph input(String name, Shape shape) {
    builder.input(name, shape);
    return this;
  }

  TinyGraph constant(String name, Shape shape, float... values) {
    builder.constant(name, Tensor.of(shape, Layout.NCHW, values));
    return this;
  }

  TinyGraph random(String name, Shape shape) {
    builder.constant(name, randomTensor(random, shape));
    return this;
  }

  /** A 3×3 convolution without bias. */
  TinyGraph conv(String name, String x) {
    random(name + ".weight", Shape.of(2, 2, 3, 3));
    return node(name, new Conv(Window.of(3).pad(1)), x, name + ".weight");
  }

  TinyGraph convWithBias(String name, String x) {
    random(name + ".weight", Shape.of(2, 2, 3, 3));
    random(name + ".bias", Shape.of(2));
    return node(name, new Conv(Window.of(3).pad(1)), x, name + ".weight", name + ".bias");
  }

  TinyGraph linear(String name, String x) {
    random(name + ".weight", Shape.of(2, 2));
    return node(name, new Linear(), x, name + ".weight");
  }

  TinyGraph batchNorm(String name, String x) {
    random(name + ".gamma", Shape.of(2));
    random(name + ".beta", Shape.of(2));
    random(name + ".mean", Shape.of(2));
    constant(name + ".variance", Shape.of(2), 0.7f, 1.9f);
    return node(
        name,
        new BatchNorm(1e-5),
        x,
        name + ".gamma",
        name + ".beta",
        name + ".mean",
        name + ".variance");
  }

  TinyGraph relu(String name, String x) {
    return node(name, new Relu(), x);
  }

  TinyGraph add(String name, String a, String b) {
    return node(name, new Add(), a, b);
  }

  TinyGraph node(String name, Op op, String... inputs) {
    builder.node(name, op, inputs);
    return this;
  }

  Graph outputs(String... names) {
    List.of(names).forEach(builder::output);
    return builder.build();
  }

  static FoldedConstants noLimit() {
    return new FoldedConstants(Arena.ofAuto(), new WeightBudget(Long.MAX_VALUE));
  }

  static Graph compile(Graph source) {
    return Compiler.compile(source, noLimit());
  }

  /** One line for each node. */
  static List<String> lines(Graph graph) {
    return graph.nodes().stream().map(Node::toString).toList();
  }

  /** Fails unless both give the same bits for random inputs. */
  static void checkSameBits(Graph expected, Graph actual) {
    var random = new SplittableRandom(2);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    expected.inputs().forEach((name, shape) -> inputs.put(name, randomTensor(random, shape)));
    SameBits.check(Interpreter.run(expected, inputs), Interpreter.run(actual, inputs));
  }

  private static Tensor randomTensor(SplittableRandom random, Shape shape) {
    var values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return Tensor.of(shape, Layout.NCHW, values);
  }
}
