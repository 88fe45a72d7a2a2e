package dev.lanewise.blocks.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.Apply;
import dev.lanewise.engine.op.ArgReduce;
import dev.lanewise.engine.op.ArrayOp;
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
import dev.lanewise.engine.reference.Interpreter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A node of each array operator is the same after it was written and read. */
class OnnxArrayRoundTripTest {
  private static final Shape PICTURE = Shape.of(2, 6, 9, 7);

  @TempDir private Path folder;

  /** An operand: a graph input. */
  record Operand(ElementType type, Shape shape) {
    static Operand of(int... extents) {
      return new Operand(ElementType.F32, Shape.of(extents));
    }
  }

  /** An operator of a picture and what it reads beside it. */
  record Case(Op op, List<Operand> operands) {
    static Case of(Op op, Operand... others) {
      var operands = new ArrayList<>(List.of(new Operand(ElementType.F32, PICTURE)));
      operands.addAll(List.of(others));
      return new Case(op, operands);
    }

    @Override
    public String toString() {
      return op.toString();
    }
  }

  static Stream<Case> others() {
    var window = Window.of(3, 2).stride(2, 3).pad(1, 0, 0, 1);
    var truth = new Operand(ElementType.BOOL, Shape.of(9, 1));
    var index = new Operand(ElementType.I64, Shape.of(2, 2));
    return Stream.of(
        Case.of(new ArgReduce(true, 1, false, true)),
        Case.of(new ArgReduce(false, 3, true, false)),
        Case.of(new Cast(ElementType.I32)),
        Case.of(new Concat(2), Operand.of(2, 6, 1, 7)),
        Case.of(new ConvTranspose(window, 2, 1, 0), Operand.of(6, 2, 3, 2), Operand.of(4)),
        Case.of(new Expand(List.of(3, 2, 6, 9, 7))),
        Case.of(new Gather(2), index),
        Case.of(new Lrn(3, 0.1f, 0.75f, 2)),
        Case.of(new LpPool(window, false, 3)),
        Case.of(new MatMul(), Operand.of(7, 5)),
        Case.of(new MaxPoolIndices(window, true, true)),
        new Case(new OneHot(1, 4), List.of(index, Operand.of(2))),
        Case.of(new Pad(List.of(0, 1, 2, 3), List.of(1, 0, -1, 2), Pad.Mode.CONSTANT, 1.5)),
        Case.of(new Pad(List.of(0, 0, 2, 3), List.of(0, 0, 1, 2), Pad.Mode.REFLECT, 0)),
        Case.of(new Reshape(List.of(0, 2, 3, -1))),
        Case.of(new Reshape(List.of(2, -1, 7), true)),
        Case.of(new Slice(List.of(new Slice.Range(2, -1, -20, -2), new Slice.Range(1, 1, 5, 3)))),
        Case.of(new Softmax(3, true)),
        Case.of(new Tile(List.of(1, 2, 3, 1))),
        Case.of(new TopK(3, 3, true, false)),
        Case.of(new TopK(1, 2, false, true)),
        Case.of(new Transpose(List.of(0, 2, 3, 1))),
        new Case(new Where(), List.of(truth, Operand.of(2, 6, 9, 7), Operand.of(7))));
  }

  @ParameterizedTest
  @MethodSource("others")
  void operatorIsTheSame(Case operator) throws IOException {
    assertIsTheSame(operator);
  }

  @ParameterizedTest
  @EnumSource
  void functionIsTheSame(Activation.Kind kind) throws IOException {
    var function = new Activation(kind, parameters(kind) > 0 ? 0.3f : 0, 0);
    function = parameters(kind) > 1 ? new Activation(kind, 0.3f, 0.6f) : function;
    boolean composed =
        switch (kind) {
          case SWISH, MISH, GELU, GELU_TANH, NONE, RELU -> true;
          default -> false;
        };
    if (!composed) {
      var type = kind == Activation.Kind.NOT ? ElementType.BOOL : ElementType.F32;
      var operands = List.of(new Operand(type, PICTURE));
      assertIsTheSame(new Case(new Apply(function), operands));
    }
  }

  private static int parameters(Activation.Kind kind) {
    return switch (kind) {
      case LEAKY_RELU, ELU, CELU, THRESHOLDED_RELU, SWISH -> 1;
      case SELU, CLIP, HARD_SIGMOID -> 2;
      default -> 0;
    };
  }

  @ParameterizedTest
  @EnumSource
  void functionOfTwoIsTheSame(Binary.Function function) throws IOException {
    boolean logical = function.compareTo(Binary.Function.AND) >= 0;
    var type = logical ? ElementType.BOOL : ElementType.F32;
    assertIsTheSame(
        new Case(
            new Binary(function),
            List.of(new Operand(type, PICTURE), new Operand(type, Shape.of(6, 1, 7)))));
  }

  @ParameterizedTest
  @EnumSource
  void reductionIsTheSame(Reduce.Kind kind) throws IOException {
    assertIsTheSame(Case.of(new Reduce(kind, List.of(1, 3), kind == Reduce.Kind.L2)));
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"HALF_PIXEL_SYMMETRIC", "TF_HALF_PIXEL_FOR_NN"})
  void resizeIsTheSame(Resize.Coordinates coordinates) throws IOException {
    boolean crops = coordinates == Resize.Coordinates.TF_CROP_AND_RESIZE;
    var region = List.of(0f, 0f, -0.1f, 0.2f, 1f, 1f, 0.8f, 1.1f);
    for (var mode : Resize.Mode.values()) {
      assertIsTheSame(
          Case.of(
              new Resize(
                  List.of(2, 6, 13, 5),
                  List.of(1f, 1f, 13f / 9, 5f / 7),
                  mode,
                  coordinates,
                  Resize.Rounding.CEIL,
                  -0.5f,
                  mode == Resize.Mode.CUBIC && !crops,
                  9,
                  crops ? region : List.of(),
                  false)));
    }
  }

  private void assertIsTheSame(Case operator) throws IOException {
    var graph = graph(operator);
    try (var model = read(graph)) {
      assertThat(model.graph().nodes()).isEqualTo(graph.nodes());
      assertThat(model.graph().inputs()).isEqualTo(graph.inputs());
      assertThat(model.graph().type("y")).isEqualTo(graph.type("y"));
    }
  }

  private static Graph graph(Case operator) {
    var graph = Graph.builder("one");
    List<String> names = new ArrayList<>();
    for (var operand : operator.operands) {
      names.add(graph.input("x" + names.size(), operand.type, operand.shape));
    }
    graph.output(graph.node("y", operator.op, names.toArray(String[]::new)));
    return graph.build();
  }

  private OnnxModel read(Graph graph) throws IOException {
    var file = folder.resolve("graph.onnx");
    OnnxWriter.write(graph, graph.inputs(), file);
    return OnnxReader.read(file);
  }

  static Stream<Case> composed() {
    return Stream.of(
        Case.of(new Apply(Activation.swish(1))),
        Case.of(new Apply(Activation.swish(1.5f))),
        Case.of(new Apply(Activation.of(Activation.Kind.MISH))),
        Case.of(new Apply(Activation.RELU)),
        Case.of(new Slice(List.of())),
        // 3.3 × 9 is 29.7, so that no sizes say the same.
        Case.of(Resize.nearest(List.of(1f, 1f, 3.3f, 2f))),
        Case.of(Resize.nearest(List.of(1f, 1f, 2f, 3f))),
        Case.of(new UpsampleAdd(), Operand.of(2, 6, 5, 4)),
        Case.of(new UpsampleAdd(), Operand.of(2, 6, 3, 7)));
  }

  /** The same functions to a few roundings, gates being products. */
  @ParameterizedTest
  @MethodSource("composed")
  void whatBecomesSomethingElseComputesTheSame(Case operator) throws IOException {
    var graph = graph(operator);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    graph.inputs().forEach((name, shape) -> inputs.put(name, SeededWeights.tensor(name, shape)));
    try (var model = read(graph)) {
      float[] expected = first(graph, inputs);
      float[] actual = first(model.graph(), inputs);
      assertThat(actual).hasSameSizeAs(expected);
      for (int i = 0; i < expected.length; i++) {
        double most = operator.op instanceof Apply ? 1e-6 : 0;
        assertThat(Math.abs((double) actual[i] - expected[i])).isLessThanOrEqualTo(most);
      }
    }
  }

  private static float[] first(Graph graph, Map<String, Tensor> inputs) {
    return Interpreter.run(graph, inputs).values().iterator().next().toArray(Layout.NCHW);
  }

  @Test
  void constantsOfEveryTypeAreKept() throws IOException {
    var graph = Graph.builder("typed");
    var whole = graph.constant("long", Tensor.ofLongs(Shape.of(2), 3, 0));
    graph.input("x", PICTURE);
    graph.output(graph.node("y", new Gather(2), "x", whole));
    var built = graph.build();
    try (var model = read(built)) {
      var read = model.graph().constants().get(whole);
      assertThat(read).isNotNull().extracting(Tensor::type).isEqualTo(ElementType.I64);
      assertThat(model.graph().nodes()).isEqualTo(built.nodes());
      var inputs = Map.of("x", SeededWeights.tensor("x", PICTURE));
      assertThat(first(model.graph(), inputs)).isEqualTo(first(built, inputs));
    }
  }

  static Stream<Case> refused() {
    var wide = List.of(0, 1, 2, 3);
    return Stream.of(
        Case.of(new Apply(Activation.of(Activation.Kind.GELU))),
        Case.of(new LpPool(Window.of(2), true, 2)),
        Case.of(new LpPool(Window.of(2).dilation(2), false, 2)),
        Case.of(new Pad(wide, wide, Pad.Mode.WRAP, 0)),
        Case.of(new Reduce(Reduce.Kind.MAX, List.of(), true)));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatTheOperatorSetCannotSayIsRefused(Case operator) {
    assertThatThrownBy(() -> OnnxWriter.model(graph(operator), Map.of("x0", PICTURE)))
        .isInstanceOf(OnnxException.class)
        .hasMessageStartingWith("y: " + operator.op + " ")
        .hasMessageEndingWith(" in ONNX operator set 17");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void resizesTheOperatorSetDoesNotHaveAreRefused(boolean antialias) {
    var coordinates =
        antialias ? Resize.Coordinates.HALF_PIXEL : Resize.Coordinates.HALF_PIXEL_SYMMETRIC;
    var resize =
        new Resize(
            List.of(2, 6, 18, 7),
            List.of(1f, 1f, 2f, 1f),
            Resize.Mode.LINEAR,
            coordinates,
            Resize.Rounding.FLOOR,
            0,
            false,
            0,
            List.of(),
            antialias);
    assertThatThrownBy(() -> OnnxWriter.model(graph(Case.of(resize)), Map.of("x0", PICTURE)))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("has coordinates or an antialias that are not");
  }

  @Test
  void everyArrayOperatorIsThere() {
    var seen = new ArrayList<Class<?>>(List.of(Apply.class, Binary.class, Reduce.class));
    others().forEach(each -> seen.add(each.op.getClass()));
    composed().forEach(each -> seen.add(each.op.getClass()));
    assertThat(seen).contains(ArrayOp.class.getPermittedSubclasses());
  }
}
