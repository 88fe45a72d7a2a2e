package dev.lanewise.engine;

import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.AveragePool;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Concat;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Flatten;
import dev.lanewise.engine.op.GlobalAveragePool;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.PadChannels;
import dev.lanewise.engine.op.Relu;
import dev.lanewise.engine.op.Softmax;
import dev.lanewise.engine.op.UpsampleAdd;
import dev.lanewise.engine.op.Window;
import java.util.SplittableRandom;

/**
 * A network in which every operator, every algorithm of a convolution and every kind of fusion is a
 * step of its own.
 */
final class EveryOperator {
  /** The shape of the input {@code x}. */
  static final Shape INPUT = Shape.of(2, 5, 12, 12);

  private final SplittableRandom random = new SplittableRandom(11);
  private final Graph.Builder graph = Graph.builder("every-operator");

  private EveryOperator() {}

  /** The network, with outputs {@code softmax} and {@code concat}. */
  static Graph graph() {
    return new EveryOperator().build();
  }

  /** Numbers for the input. */
  static Tensor input(long seed) {
    return floats(new SplittableRandom(seed), INPUT, 1);
  }

  private Graph build() {
    graph.input("x", INPUT);
    batchNorm("bn", "x", 5);
    graph.node("relu", new Relu(), "bn");
    conv("im2col", "relu", 32, Window.of(3).pad(1), 1);
    graph.node("im2col.relu", new Relu(), "im2col");
    // Rows of 12 pixels of 32 channels, 12 being a multiple of every kernel's height.
    conv("shifted", "im2col.relu", 32, Window.of(3).pad(1), 1);
    batchNorm("shifted.bn", "shifted", 32);
    graph.node("shifted.add", new Add(), "shifted.bn", "im2col.relu");
    graph.node("shifted.relu", new Relu(), "shifted.add");
    conv("deep", "shifted.relu", 32, Window.of(5).pad(2), 1);
    graph.node("deep.add", new Add(), "shifted.relu", "deep");
    conv("pointwise", "deep.add", 17, Window.of(1), 1);
    conv("grouped", "deep.add", 20, Window.of(3).pad(1), 4);
    graph.node("grouped.relu", new Relu(), "grouped");
    conv("grouped.skip", "grouped.relu", 20, Window.of(3).pad(1), 2);
    graph.node("grouped.add", new Add(), "grouped.skip", "grouped.relu");
    conv("depthwise", "pointwise", 17, Window.of(3).pad(1), 17);
    graph.node("depthwise.add", new Add(), "depthwise", "pointwise");
    graph.node("max", new MaxPool(Window.of(3).stride(2).pad(1)), "depthwise.add");
    graph.node("mean", new AveragePool(Window.of(3).stride(2).pad(1), false, true), "grouped.add");
    graph.node("pad", new PadChannels(1, 2), "max");
    graph.node("concat", new Concat(), "mean", "pad");
    graph.node("half", new MaxPool(Window.of(2).stride(2)), "concat");
    graph.node("up", new UpsampleAdd(), "concat", "half");
    graph.node("add", new Add(), "up", "concat");
    graph.node("flatten", new Flatten(), "add");
    linear("hidden", "flatten", 40 * 36, 33);
    graph.node("gap", new GlobalAveragePool(), "add");
    graph.node("gap.flatten", new Flatten(), "gap");
    linear("narrow", "gap.flatten", 40, 33);
    graph.node("sum", new Add(), "hidden", "narrow");
    graph.node("sum.relu", new Relu(), "sum");
    graph.node("softmax", new Softmax(), "sum.relu");
    graph.output("softmax");
    graph.output("concat");
    return graph.build();
  }

  private void conv(String name, String x, int out, Window window, int groups) {
    int in = graph.shape(x).dim(1) / groups;
    constant(name + ".weight", in * window.taps(), out, in, window.kernelH(), window.kernelW());
    constant(name + ".bias", 1, out);
    graph.node(name, new Conv(window, groups), x, name + ".weight", name + ".bias");
  }

  private void linear(String name, String x, int in, int out) {
    constant(name + ".weight", in, out, in);
    constant(name + ".bias", 1, out);
    graph.node(name, new Linear(), x, name + ".weight", name + ".bias");
  }

  private void batchNorm(String name, String x, int channels) {
    constant(name + ".gamma", 1, channels);
    constant(name + ".beta", 1, channels);
    constant(name + ".mean", 1, channels);
    var variance = floats(random, Shape.of(channels), 1);
    for (int c = 0; c < channels; c++) {
      variance.set(Math.abs(variance.get(c)) + 0.5f, c);
    }
    graph.constant(name + ".variance", variance);
    graph.node(
        name,
        new BatchNorm(1e-5),
        x,
        name + ".gamma",
        name + ".beta",
        name + ".mean",
        name + ".variance");
  }

  /** Scaled so that a sum of {@code terms} products stays near 1. */
  private void constant(String name, int terms, int... extents) {
    graph.constant(name, floats(random, Shape.of(extents), terms));
  }

  private static Tensor floats(SplittableRandom random, Shape shape, int terms) {
    var values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextDouble(-1, 1) * Math.sqrt(3.0 / terms));
    }
    return Tensor.of(shape, Layout.NCHW, values);
  }
}
