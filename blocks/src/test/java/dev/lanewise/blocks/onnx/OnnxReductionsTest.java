package dev.lanewise.blocks.onnx;

import static dev.lanewise.blocks.onnx.OnnxProtos.integer;
import static dev.lanewise.blocks.onnx.OnnxProtos.integers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.GlobalAveragePool;
import dev.lanewise.engine.op.Softmax;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reductions along axes that were an attribute and became an input, places, and softmax. */
class OnnxReductionsTest {
  private static final Shape MATRIX = Shape.of(2, 3);

  private static OneNode of(int opset, String operator) {
    return OneNode.of(opset, operator).feed(MATRIX, 1, 2, 3, 4, 5, 6);
  }

  @ParameterizedTest
  @CsvSource({
    "ReduceSum, 6, 15",
    "ReduceMean, 2, 5",
    "ReduceMax, 3, 6",
    "ReduceMin, 1, 4",
    "ReduceProd, 6, 120",
    "ReduceL1, 6, 15",
    "ReduceSumSquare, 14, 77"
  })
  void eachRowGivesANumber(String operator, float first, float second) {
    of(11, operator)
        .with(integers("axes", -1))
        .with(integer("keepdims", 0))
        .gives(Shape.of(2), first, second);
    of(18, operator).longs(1).gives(Shape.of(2, 1), first, second);
  }

  @Test
  void rootsAndLogarithmsAreTakenLast() {
    OneNode.of(13, "ReduceL2").feed(Shape.of(2), 3, -4).gives(Shape.of(1), 5);
    OneNode.of(13, "ReduceLogSum").feed(Shape.of(2), 0.5f, 0.5f).gives(Shape.of(1), 0);
    OneNode.of(13, "ReduceLogSumExp").feed(Shape.of(1), 3).gives(Shape.of(1), 3);
  }

  @Test
  void axesOfASumBecameAnInputEarlier() {
    of(13, "ReduceSum").longs(0).gives(Shape.of(1, 3), 5, 7, 9);
    of(11, "ReduceSum").with(integers("axes", 0)).gives(Shape.of(1, 3), 5, 7, 9);
    of(13, "ReduceMean").with(integers("axes", 0)).gives(Shape.of(1, 3), 2.5f, 3.5f, 4.5f);
    of(13, "ReduceSum")
        .with(integers("axes", 0))
        .refused("node \"n\" (ReduceSum): attribute \"axes\" is not known in operator set 13");
  }

  @Test
  void noAxesAreAllOrNone() {
    of(13, "ReduceSum").gives(Shape.of(1, 1), 21);
    of(13, "ReduceSum").longs().with(integer("keepdims", 0)).gives(Shape.of(), 21);
    of(13, "ReduceSum")
        .longs()
        .with(integer("noop_with_empty_axes", 1))
        .gives(MATRIX, 1, 2, 3, 4, 5, 6);
  }

  @Test
  void meanOfAPlaneIsTheGlobalPool() {
    var plane =
        OneNode.of(13, "ReduceMean")
            .feed(Shape.of(1, 2, 1, 2), 1, 3, 5, 9)
            .with(integers("axes", 2, 3));
    assertThat(plane.operators()).containsExactly(new GlobalAveragePool());
    plane.gives(Shape.of(1, 2, 1, 1), 2, 7);
    plane.with(integer("keepdims", 0)).gives(Shape.of(1, 2), 2, 7);
  }

  @Test
  void placesAreOfTheFirstOrTheLast() {
    var ties = Shape.of(2, 3);
    var values = new float[] {1, 3, 3, 2, 2, 0};
    OneNode.of(1, "ArgMax")
        .feed(ties, values)
        .with(integer("axis", 1))
        .givesLongs(0, ElementType.I64, Shape.of(2, 1), 1, 0);
    OneNode.of(12, "ArgMax")
        .feed(ties, values)
        .with(integer("axis", -1))
        .with(integer("keepdims", 0))
        .with(integer("select_last_index", 1))
        .givesLongs(0, ElementType.I64, Shape.of(2), 2, 1);
    OneNode.of(13, "ArgMin")
        .feed(ties, values)
        .givesLongs(0, ElementType.I64, Shape.of(1, 3), 0, 1, 1);
  }

  @Test
  void largestComeFirst() {
    var node = of(9, "TopK").with(integer("k", 2)).outputs(2);
    node.gives(Shape.of(2, 2), 3, 2, 6, 5);
    node.givesLongs(1, ElementType.I64, Shape.of(2, 2), 2, 1, 2, 1);
    of(10, "TopK").longs(1).with(integer("axis", 0)).outputs(2).gives(Shape.of(1, 3), 4, 5, 6);
    var smallest = of(11, "TopK").longs(2).with(integer("largest", 0)).outputs(2);
    smallest.with(integer("sorted", 0)).gives(Shape.of(2, 2), 1, 2, 4, 5);
  }

  @Test
  void softmaxWasOverAllAxesFromOneOn() {
    var cube = Shape.of(1, 2, 2);
    var equal = new float[4];
    OneNode.of(11, "Softmax").feed(cube, equal).gives(cube, 0.25f, 0.25f, 0.25f, 0.25f);
    OneNode.of(13, "Softmax").feed(cube, equal).gives(cube, 0.5f, 0.5f, 0.5f, 0.5f);
    OneNode.of(13, "Softmax").feed(cube, equal).with(integer("axis", 0)).gives(cube, 1, 1, 1, 1);
    OneNode.of(11, "LogSoftmax").feed(Shape.of(1, 1), 5).gives(Shape.of(1, 1), 0);
  }

  /** Over the channels of one pixel both mean the same. */
  @Test
  void softmaxOfOnePixelIsOneOperator() {
    assertThat(OneNode.of(9, "Softmax").feedOpen(Shape.of(1, 2), 0, 0).operators())
        .containsExactly(new Softmax(1, false));
    assertThat(OneNode.of(9, "Softmax").feed(Shape.of(1, 2, 1, 1), 0, 0).operators())
        .containsExactly(new Softmax(1, false));
    assertThat(OneNode.of(13, "LogSoftmax").feed(Shape.of(1, 2, 1), 0, 0).operators())
        .containsExactly(new Softmax(2, true));
  }
}
