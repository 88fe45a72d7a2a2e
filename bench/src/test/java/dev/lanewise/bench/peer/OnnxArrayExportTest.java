package dev.lanewise.bench.peer;

import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.Apply;
import dev.lanewise.engine.op.ArgReduce;
import dev.lanewise.engine.op.Binary;
import dev.lanewise.engine.op.Cast;
import dev.lanewise.engine.op.Concat;
import dev.lanewise.engine.op.ConvTranspose;
import dev.lanewise.engine.op.Expand;
import dev.lanewise.engine.op.Gather;
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
import dev.lanewise.engine.op.UpsampleAdd;
import dev.lanewise.engine.op.Where;
import dev.lanewise.engine.op.Window;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** ONNX Runtime computes from exported array operators what the reference does. */
class OnnxArrayExportTest {
  private static final Shape X = Shape.of(2, 6, 9, 7);

  @TempDir private Path folder;

  /** An operator of values by name, which {@link #define} knows. */
  record Case(Op op, String... operands) {
    @Override
    public String toString() {
      return op + " of " + String.join(", ", operands);
    }
  }

  static Stream<Case> cases() {
    var window = Window.of(3, 2).stride(2, 3).pad(1, 0, 0, 1);
    return Stream.of(
        new Case(new ArgReduce(true, 1, false, false), "x"),
        new Case(new ArgReduce(false, 3, true, true), "x"),
        new Case(new Cast(ElementType.I32), "x"),
        new Case(new Concat(2), "x", "slice", "x"),
        new Case(new ConvTranspose(window, 2, 1, 0), "x", "up.weight", "up.bias"),
        new Case(new Expand(List.of(3, 2, 6, 9, 7)), "x"),
        new Case(new Gather(2), "x", "places"),
        new Case(new Lrn(3, 0.1f, 0.75f, 2), "x"),
        new Case(new LpPool(window, false, 3), "x"),
        new Case(new MatMul(), "x", "square"),
        new Case(new MaxPoolIndices(window, true, false), "x"),
        new Case(new MaxPoolIndices(window, false, true), "x"),
        new Case(new OneHot(1, 4), "places", "two"),
        new Case(new Pad(List.of(0, 1, 2, 3), List.of(1, 0, -1, 2), Pad.Mode.CONSTANT, 1.5), "x"),
        new Case(new Pad(List.of(0, 0, 2, 3), List.of(0, 0, 1, 2), Pad.Mode.REFLECT, 0), "x"),
        new Case(new Pad(List.of(0, 0, 2, 3), List.of(0, 0, 1, 2), Pad.Mode.EDGE, 0), "x"),
        new Case(new Reshape(List.of(0, 2, 3, -1)), "x"),
        new Case(
            new Slice(List.of(new Slice.Range(2, -1, -20, -2), new Slice.Range(1, 1, 5, 3))), "x"),
        new Case(new Softmax(3, true), "x"),
        new Case(new Tile(List.of(1, 2, 3, 1)), "x"),
        new Case(new TopK(3, 3, true, false), "x"),
        new Case(new TopK(1, 2, false, true), "x"),
        new Case(new Transpose(List.of(0, 2, 3, 1)), "x"),
        new Case(new Where(), "less", "x", "row"),
        new Case(new UpsampleAdd(), "x", "half"));
  }

  static Stream<Case> resizes() {
    var cases = new ArrayList<Case>();
    cases.add(new Case(Resize.nearest(List.of(1f, 1f, 2f, 3f)), "x"));
    for (var coordinates :
        List.of(
            Resize.Coordinates.HALF_PIXEL,
            Resize.Coordinates.PYTORCH_HALF_PIXEL,
            Resize.Coordinates.ALIGN_CORNERS,
            Resize.Coordinates.ASYMMETRIC)) {
      for (var mode : List.of(Resize.Mode.LINEAR, Resize.Mode.CUBIC)) {
        cases.add(
            new Case(
                new Resize(
                    List.of(2, 6, 13, 5),
                    List.of(1f, 1f, 13f / 9, 5f / 7),
                    mode,
                    coordinates,
                    Resize.Rounding.FLOOR,
                    -0.5f,
                    false,
                    0,
                    List.of(),
                    false),
                "x"));
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource({"cases", "resizes"})
  void operatorMeansTheSame(Case operator) throws IOException {
    check(operator);
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"NOT", "GELU", "GELU_TANH"})
  void functionMeansTheSame(Activation.Kind kind) throws IOException {
    boolean positive = kind == Activation.Kind.LOG || kind == Activation.Kind.SQRT;
    check(new Case(new Apply(new Activation(kind, 0.3f, 0.6f)), positive ? "positive" : "x"));
  }

  @ParameterizedTest
  @EnumSource
  void functionOfTwoMeansTheSame(Binary.Function function) throws IOException {
    switch (function) {
      // Equal of reals would be false everywhere.
      case AND, OR, XOR, EQUAL -> check(new Case(new Binary(function), "less", "lower"));
      case POW -> check(new Case(new Binary(function), "positive", "column"));
      default -> check(new Case(new Binary(function), "x", "column"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void reductionMeansTheSame(Reduce.Kind kind) throws IOException {
    var reduce = new Reduce(kind, List.of(1, 3), kind == Reduce.Kind.L2);
    check(new Case(reduce, kind == Reduce.Kind.LOG_SUM ? "positive" : "x"));
  }

  private void check(Case operator) throws IOException {
    var graph = Graph.builder("one");
    graph.input("x", X);
    for (var operand : operator.operands) {
      define(operand, graph);
    }
    graph.node("y", operator.op, operator.operands);
    boolean real = operator.op instanceof Cast || graph.type("y") != ElementType.F32;
    graph.output(real ? graph.node("real", new Cast(ElementType.F32), "y") : "y");
    OnnxRuntimeCheck.check(graph.build(), "x", X, folder);
  }

  private static void define(String name, Graph.Builder graph) {
    switch (name) {
      case "up.weight" -> constant(name, graph, 6, 2, 3, 2);
      case "up.bias" -> constant(name, graph, 4);
      case "square" -> constant(name, graph, 7, 7);
      case "two" -> constant(name, graph, 2);
      case "row" -> constant(name, graph, 7);
      case "column" -> constant(name, graph, 6, 1, 1);
      case "half" -> constant(name, graph, 2, 6, 5, 4);
      case "places" -> graph.constant(name, Tensor.ofLongs(Shape.of(2, 2), 0, 1, 3, 2));
      case "slice" -> graph.node(name, new Slice(List.of(new Slice.Range(2, 2, 5, 1))), "x");
      case "positive" -> graph.node(name, new Apply(Activation.of(Activation.Kind.SOFTPLUS)), "x");
      case "less" -> {
        constant("bound", graph, 9, 1);
        graph.node(name, new Binary(Binary.Function.LESS), "x", "bound");
      }
      case "lower" -> {
        constant("row", graph, 7);
        graph.node(name, new Binary(Binary.Function.LESS), "x", "row");
      }
      default -> {}
    }
  }

  private static void constant(String name, Graph.Builder graph, int... extents) {
    var shape = Shape.of(extents);
    var values = SeededWeights.tensor(name, shape).toArray(Layout.NCHW);
    graph.constant(name, Tensor.of(shape, Layout.NCHW, values));
  }
}
