package dev.lanewise.blocks.onnx;

import static dev.lanewise.blocks.onnx.OnnxProtos.graph;
import static dev.lanewise.blocks.onnx.OnnxProtos.input;
import static dev.lanewise.blocks.onnx.OnnxProtos.integer;
import static dev.lanewise.blocks.onnx.OnnxProtos.integers;
import static dev.lanewise.blocks.onnx.OnnxProtos.longs;
import static dev.lanewise.blocks.onnx.OnnxProtos.model;
import static dev.lanewise.blocks.onnx.OnnxProtos.node;
import static dev.lanewise.blocks.onnx.OnnxProtos.real;
import static dev.lanewise.blocks.onnx.OnnxProtos.text;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.Flatten;
import dev.lanewise.engine.op.Reshape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The same elements along other axes, also where extents are known to a run alone. */
class OnnxReshapesTest {
  private static final Shape MATRIX = Shape.of(2, 3);
  private static final float[] SIX = {1, 2, 3, 4, 5, 6};

  private static OneNode of(int opset, String operator) {
    return OneNode.of(opset, operator).feed(MATRIX, SIX);
  }

  @Test
  void shapeWasAnAttributeAndIsAnInput() {
    of(1, "Reshape").with(integers("shape", 3, 2)).gives(Shape.of(3, 2), SIX);
    of(6, "Reshape").longs(3, -1).gives(Shape.of(3, 2), SIX);
    of(13, "Reshape").longs(0, 1, -1).gives(Shape.of(2, 1, 3), SIX);
    OneNode.of(14, "Reshape")
        .feed(Shape.of(0, 3))
        .longs(3, 0)
        .with(integer("allowzero", 1))
        .gives(Shape.of(3, 0));
  }

  @Test
  void flattenJoinsAxesBeforeOneAndFromItOn() {
    var picture = Shape.of(1, 2, 1, 3);
    OneNode.of(1, "Flatten").feed(picture, SIX).gives(Shape.of(1, 6), SIX);
    OneNode.of(9, "Flatten").feed(picture, SIX).with(integer("axis", 0)).gives(Shape.of(1, 6), SIX);
    OneNode.of(13, "Flatten")
        .feed(picture, SIX)
        .with(integer("axis", -1))
        .gives(Shape.of(2, 3), SIX);
    OneNode.of(13, "Flatten")
        .feed(picture, SIX)
        .with(integer("axis", 4))
        .gives(Shape.of(6, 1), SIX);
  }

  @Test
  void reshapeToAMatrixForEachPictureIsAFlatten() {
    var picture = OneNode.of(13, "Reshape").feedOpen(Shape.of(2, 1, 1, 3), SIX).longs(0, -1);
    assertThat(picture.operators()).containsExactly(new Flatten());
    picture.gives(MATRIX, SIX);
    var known = OneNode.of(13, "Reshape").feed(Shape.of(2, 1, 1, 3), SIX).longs(2, 3);
    assertThat(known.operators()).containsExactly(new Flatten());
    var all = OneNode.of(13, "Reshape").feed(Shape.of(2, 1, 1, 3), SIX).longs(3, 2);
    assertThat(all.operators()).containsExactly(new Reshape(List.of(3, 2), false));
  }

  @Test
  void axesOfOneElementComeAndGo() {
    var three = Shape.of(1, 2, 1, 3);
    OneNode.of(11, "Squeeze").feed(three, SIX).gives(MATRIX, SIX);
    OneNode.of(1, "Squeeze")
        .feed(three, SIX)
        .with(integers("axes", 0))
        .gives(Shape.of(2, 1, 3), SIX);
    OneNode.of(13, "Squeeze").feed(three, SIX).longs(-2, 0).gives(MATRIX, SIX);
    of(11, "Unsqueeze").with(integers("axes", 0, 3)).gives(Shape.of(1, 2, 3, 1), SIX);
    of(13, "Unsqueeze").longs(-1).gives(Shape.of(2, 3, 1), SIX);
    OneNode.of(13, "Unsqueeze").feedOpen(Shape.of(2), 1, 2).longs(0).gives(Shape.of(1, 2), 1, 2);
  }

  @Test
  void identityAndDropoutLeaveWhatTheyRead() {
    of(1, "Identity").gives(MATRIX, SIX);
    of(7, "Dropout").with(real("ratio", 0.9f)).gives(MATRIX, SIX);
    of(6, "Dropout").with(integer("is_test", 1)).gives(MATRIX, SIX);
    of(6, "Dropout")
        .refused(
            "node \"n\" (Dropout): attribute is_test = 0, which is training, is not supported");
    of(13, "Dropout").constant(Shape.of(), 0.5f).with(integer("seed", 1)).gives(MATRIX, SIX);
    of(13, "Dropout").outputs(2).givesLongs(1, ElementType.BOOL, MATRIX, 1, 1, 1, 1, 1, 1);
    of(7, "Dropout").outputs(2).gives(1, MATRIX, 1, 1, 1, 1, 1, 1);
  }

  @Test
  void castNamesTypesInTextOrNumbers() {
    var three = Shape.of(3);
    OneNode.of(13, "Cast")
        .feed(three, -1.5f, 0, 2.5f)
        .with(integer("to", 7))
        .givesLongs(0, ElementType.I64, three, -1, 0, 2);
    OneNode.of(1, "Cast")
        .feed(three, -1.5f, 0, 2.5f)
        .with(text("to", "BOOL"))
        .givesLongs(0, ElementType.BOOL, three, 1, 0, 1);
    OneNode.of(15, "CastLike")
        .feed(Tensor.ofLongs(three, 1, 2, 3))
        .feed(Shape.of(), 0)
        .gives(three, 1, 2, 3);
    of(19, "Cast").with(integer("to", 10)).with(integer("saturate", 0)).gives(MATRIX, SIX);
  }

  /** As PyTorch exports {@code x.view(x.size(0), -1)}. */
  @Test
  void shapeOfAnOpenBatchMayBeTheTarget() {
    var view =
        graph("y")
            .addInput(input("x", -1, 3, 2))
            .addInitializer(longs("zero", List.of(), 0))
            .addInitializer(longs("first", 0))
            .addInitializer(longs("rest", -1))
            .addNode(node("Shape", List.of("x"), "shape"))
            .addNode(node("Gather", List.of("shape", "zero"), "batch"))
            .addNode(node("Unsqueeze", List.of("batch", "first"), "one"))
            .addNode(
                node("Concat", List.of("one", "rest"), "target").addAttribute(integer("axis", 0)))
            .addNode(node("Reshape", List.of("x", "target"), "y"));
    assertThat(run(view, Shape.of(2, 3, 2)).shape()).isEqualTo(Shape.of(2, 6));
  }

  /** As PyTorch exports {@code x.view(b, 2, -1).transpose(1, 2)…} of another value. */
  @Test
  void oneOpenExtentIsWhatIsLeft() {
    var shuffle =
        graph("y")
            .addInput(input("x", -1, 4))
            .addInitializer(longs("zero", 0))
            .addInitializer(longs("halves", 2, 2))
            .addNode(node("Relu", List.of("x"), "t"))
            .addNode(node("Shape", List.of("x"), "shape"))
            .addNode(node("Gather", List.of("shape", "zero"), "batch"))
            .addNode(
                node("Concat", List.of("batch", "halves"), "target")
                    .addAttribute(integer("axis", 0)))
            .addNode(node("Reshape", List.of("t", "target"), "y"));
    assertThat(run(shuffle, Shape.of(3, 4)).shape()).isEqualTo(Shape.of(3, 2, 2));
  }

  /** Arithmetic with the known extents alone needs no binding. */
  @Test
  void knownExtentsOfAnOpenShapeAreNumbers() {
    var halved =
        graph("y")
            .addInput(input("x", -1, 4))
            .addInitializer(longs("one", 1))
            .addInitializer(longs("two", 2))
            .addInitializer(longs("rest", -1))
            .addNode(node("Shape", List.of("x"), "shape"))
            .addNode(node("Gather", List.of("shape", "one"), "columns"))
            .addNode(node("Div", List.of("columns", "two"), "half"))
            .addNode(
                node("Concat", List.of("rest", "half"), "target").addAttribute(integer("axis", 0)))
            .addNode(node("Reshape", List.of("x", "target"), "y"));
    assertThat(run(halved, Shape.of(3, 4)).shape()).isEqualTo(Shape.of(6, 2));
  }

  private static Tensor run(GraphProto.Builder graph, Shape shape) {
    try (var model = OneNode.read(model(13, graph).build(), OnnxOptions.DEFAULT)) {
      return OneNode.run(model.graph(), Map.of("x", Tensor.managed(shape, Layout.NCHW))).getFirst();
    }
  }
}
