package dev.lanewise.engine;

import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.Apply;
import dev.lanewise.engine.op.ArgReduce;
import dev.lanewise.engine.op.Binary;
import dev.lanewise.engine.op.Cast;
import dev.lanewise.engine.op.Concat;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.ConvTranspose;
import dev.lanewise.engine.op.Expand;
import dev.lanewise.engine.op.Gather;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.LpPool;
import dev.lanewise.engine.op.Lrn;
import dev.lanewise.engine.op.MatMul;
import dev.lanewise.engine.op.MaxPoolIndices;
import dev.lanewise.engine.op.OneHot;
import dev.lanewise.engine.op.Op;
import dev.lanewise.engine.op.Pad;
import dev.lanewise.engine.op.Reduce;
import dev.lanewise.engine.op.Reshape;
import dev.lanewise.engine.op.Resize;
import dev.lanewise.engine.op.Slice;
import dev.lanewise.engine.op.Softmax;
import dev.lanewise.engine.op.Tile;
import dev.lanewise.engine.op.TopK;
import dev.lanewise.engine.op.Transpose;
import dev.lanewise.engine.op.Where;
import dev.lanewise.engine.op.Window;
import java.util.List;
import java.util.SplittableRandom;

/** A network in which every array operator is a node whose value is an output. */
final class EveryArrayOperator {
  private static final Shape INPUT = Shape.of(2, 6, 9, 7);

  private final SplittableRandom random = new SplittableRandom(13);
  private final Graph.Builder graph = Graph.builder("every-array-operator");

  private EveryArrayOperator() {}

  static Graph graph() {
    return new EveryArrayOperator().build();
  }

  /** Numbers for the input {@code x}. */
  static Tensor input(long seed) {
    return floats(new SplittableRandom(seed), INPUT);
  }

  private Graph build() {
    graph.input("x", INPUT);
    activations();
    binaries();
    reductions();
    movements();
    matrices();
    resizes();
    node("lrn", new Lrn(3, 0.1f, 0.75f, 1), "x");
    node("lppool", new LpPool(Window.of(3).stride(2).pad(1), true, 2), "x");
    node("places", new MaxPoolIndices(Window.of(2), false, false), "x");
    return graph.build();
  }

  private void activations() {
    for (var kind : Activation.Kind.values()) {
      if (kind != Activation.Kind.NOT) {
        node(kind.name(), new Apply(new Activation(kind, 0.3f, 0.6f)), "x");
      }
    }
    for (var kind : Activation.Kind.values()) {
      if (kind != Activation.Kind.NOT) {
        conv("conv." + kind, 5);
        node("fused." + kind, new Apply(new Activation(kind, 0.3f, 0.6f)), "conv." + kind);
      }
    }
    behindEachAlgorithm();
    conv("conv", 5);
    node("conv.silu", new Apply(Activation.swish(1)), "conv");
    graph.node("chained", new Apply(Activation.clip(0, 6)), "conv.silu");
    graph.output("chained");
    weightsThatAreComputed();
  }

  private void behindEachAlgorithm() {
    var silu = new Apply(Activation.swish(1));
    var gelu = new Apply(Activation.of(Activation.Kind.GELU));
    constant("pointwise.weight", 20, 6, 1, 1);
    graph.node("pointwise", new Conv(Window.of(1)), "x", "pointwise.weight");
    node("pointwise.silu", silu, "pointwise");
    constant("depthwise.weight", 20, 1, 3, 3);
    graph.node(
        "depthwise", new Conv(Window.of(3).pad(1), 20), "pointwise.silu", "depthwise.weight");
    node("depthwise.gelu", gelu, "depthwise");
    constant("grouped.weight", 10, 4, 3, 3);
    graph.node("grouped", new Conv(Window.of(3), 5), "depthwise.gelu", "grouped.weight");
    graph.node("grouped.add", new Binary(Binary.Function.MUL), "grouped", "grouped");
    node("grouped.silu", silu, "grouped.add");
    constant("wide.weight", 32, 20, 3, 3);
    graph.node("wide", new Conv(Window.of(3).pad(1)), "depthwise.gelu", "wide.weight");
    graph.node("wide.silu", silu, "wide");
    constant("winograd.weight", 32, 32, 3, 3);
    graph.node("winograd", new Conv(Window.of(3).pad(1)), "wide.silu", "winograd.weight");
    graph.node("winograd.add", new Add(), "winograd", "wide.silu");
    node("winograd.gelu", gelu, "winograd.add");
  }

  private void conv(String name, int out) {
    constant(name + ".weight", out, 6, 3, 3);
    graph.node(name, new Conv(Window.of(3).pad(1)), "x", name + ".weight");
  }

  private void weightsThatAreComputed() {
    graph.constant("start", floats(random, Shape.of(3, 2, 3, 3)));
    graph.node("mean", new Reduce(Reduce.Kind.MEAN, List.of(0, 1, 2, 3), true), "x");
    graph.node("weights", new Binary(Binary.Function.ADD), "start", "mean");
    var window = Window.of(3).stride(2).pad(1, 0, 2, 1);
    graph.node("late", new Conv(window, 3), "x", "weights");
    graph.node("late.gelu", new Apply(Activation.of(Activation.Kind.GELU)), "late");
    graph.output("late.gelu");
  }

  private void binaries() {
    constant("column", 6, 1, 1);
    constant("row", 7);
    graph.node("cut", new Slice(List.of(new Slice.Range(2, 0, 1, 1))), "x");
    for (var function : Binary.Function.values()) {
      boolean logical = function.compareTo(Binary.Function.AND) >= 0;
      if (!logical) {
        node(function.name(), new Binary(function), "x", "column");
      }
    }
    node("lesser", new Binary(Binary.Function.LESS), "cut", "row");
    node("not", new Apply(Activation.of(Activation.Kind.NOT)), "lesser");
    node("xor", new Binary(Binary.Function.XOR), "lesser", "not");
    node("where", new Where(), "lesser", "x", "row");
    node("whole", new Cast(ElementType.I32), "x");
    node("wholes", new Binary(Binary.Function.MUL), "whole", "whole");
  }

  private void reductions() {
    for (var kind : Reduce.Kind.values()) {
      node("reduce." + kind, new Reduce(kind, List.of(1, 3), kind == Reduce.Kind.L2), "x");
    }
    node("argmax", new ArgReduce(true, 1, false, false), "x");
    node("top", new TopK(3, 3, true, false), "x");
    node("top.places", new TopK(3, 3, false, true), "x");
    node("softmax1", new Softmax(1, false), "x");
    node("softmax3", new Softmax(3, true), "x");
    node("onehot", new OneHot(1, 4), "argmax", "hot");
  }

  private void movements() {
    node("transpose", new Transpose(List.of(0, 2, 3, 1)), "x");
    node("channels", new Reshape(List.of(0, 2, 3, 9, 7)), "x");
    node("shuffle", new Transpose(List.of(0, 2, 1, 3, 4)), "channels");
    node("back", new Reshape(List.of(0, 6, 9, 7)), "shuffle");
    node("odd", new Reshape(List.of(-1, 4, 7)), "x");
    node("rows", new Reshape(List.of(9, -1)), "x");
    var ranges = List.of(new Slice.Range(2, -1, -20, -2), new Slice.Range(1, 1, 5, 3));
    node("slice", new Slice(ranges), "x");
    var before = List.of(0, 1, 2, 3);
    var after = List.of(1, 0, -1, 2);
    node("pad.constant", new Pad(before, after, Pad.Mode.CONSTANT, 1.5), "x");
    for (var mode : List.of(Pad.Mode.REFLECT, Pad.Mode.EDGE, Pad.Mode.WRAP)) {
      node("pad." + mode, new Pad(List.of(0, 1, 2, 3), List.of(0, 2, 3, 1), mode, 0), "x");
    }
    node("concat2", new Concat(2), "x", "slice5", "x");
    node("expand", new Expand(List.of(3, 2, 6, 9, 7)), "cut6");
    node("tile", new Tile(List.of(1, 2, 3, 1)), "x");
    node("gather", new Gather(2), "x", "indices");
    node("gather0", new Gather(0), "odd", "argmax0");
  }

  private void matrices() {
    node("product", new MatMul(), "x", "square");
    node("vector", new MatMul(), "x", "row");
    node("mixed", new MatMul(), "odd", "transposed");
    constant("up.weight", 6, 2, 3, 2);
    constant("up.bias", 4);
    var up = new ConvTranspose(Window.of(3, 2).stride(2, 3).pad(1, 0, 0, 1), 2, 1, 0);
    node("up", up, "x", "up.weight", "up.bias");
    constant("fc.weight", 8, 14 * 6);
    node("fc", new Linear(), "rows", "fc.weight");
  }

  private void resizes() {
    node("nearest", Resize.nearest(List.of(1f, 1f, 2f, 2f)), "x");
    for (var mode : Resize.Mode.values()) {
      for (var coordinates : Resize.Coordinates.values()) {
        node(
            "resize." + mode + "." + coordinates,
            new Resize(
                List.of(2, 6, 13, 5),
                List.of(1f, 1f, 13f / 9, 5f / 7),
                mode,
                coordinates,
                Resize.Rounding.ROUND_PREFER_FLOOR,
                -0.75f,
                mode == Resize.Mode.CUBIC,
                9,
                List.of(0f, 0f, -0.1f, 0.2f, 1f, 1f, 0.8f, 1.1f),
                coordinates == Resize.Coordinates.HALF_PIXEL && mode != Resize.Mode.NEAREST),
            "x");
      }
    }
  }

  private void node(String name, Op op, String... operands) {
    for (var operand : operands) {
      define(operand);
    }
    graph.node(name, op, operands);
    graph.output(name);
  }

  /** Constants by what they are for. */
  private void define(String name) {
    switch (name) {
      case "hot" -> constant(name, 2);
      case "slice5" -> node(name, new Slice(List.of(new Slice.Range(2, 2, 5, 1))), "x");
      case "cut6" -> node(name, new Reshape(List.of(2, 6, 9, 7)), "x");
      case "square" -> constant(name, 7, 7);
      case "transposed" -> node(name, new Transpose(List.of(0, 2, 1)), "odd");
      case "indices" -> graph.constant(name, Tensor.ofLongs(Shape.of(2, 2), 0, -1, 3, 3));
      case "argmax0" -> graph.constant(name, Tensor.ofLongs(Shape.of(), -1));
      default -> {}
    }
  }

  private void constant(String name, int... extents) {
    graph.constant(name, floats(random, Shape.of(extents)));
  }

  private static Tensor floats(SplittableRandom random, Shape shape) {
    var values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-2, 2);
    }
    return Tensor.of(shape, Layout.NCHW, values);
  }
}
