package dev.lanewise.blocks.onnx;

import static dev.lanewise.blocks.onnx.OnnxProtos.integer;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.Binary;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arithmetic and comparisons of two tensors, with the broadcasting of their operator set. */
class OnnxArithmeticTest {
  private static final Shape MATRIX = Shape.of(2, 3);

  private static OneNode of(int opset, String operator) {
    return OneNode.of(opset, operator).feed(MATRIX, 1, 2, 3, 4, 5, 6);
  }

  @Test
  void numpyBroadcastsFromTheLastAxis() {
    of(13, "Add").feed(Shape.of(3), 10, 20, 30).gives(MATRIX, 11, 22, 33, 14, 25, 36);
    of(7, "Sub").feed(Shape.of(2, 1), 1, 2).gives(MATRIX, 0, 1, 2, 2, 3, 4);
    of(13, "Mul").constant(Shape.of(), 2).gives(MATRIX, 2, 4, 6, 8, 10, 12);
    of(13, "Div").constant(Shape.of(1, 1), 2).gives(MATRIX, 0.5f, 1, 1.5f, 2, 2.5f, 3);
    of(13, "Pow").constant(OnnxProtos.longs("", 2, 1, 0)).gives(MATRIX, 1, 2, 1, 16, 5, 1);
  }

  /** By logarithms 4 to the power of 1.5 is a little less than 8. */
  @Test
  void wholePowersOfWholeNumbersAreExact() {
    var three = Shape.of(3);
    OneNode.of(13, "Pow")
        .feed(Tensor.ofLongs(three, 4, 3, -2))
        .constant(three, 1.5f, 1.875f, 3)
        .givesLongs(0, ElementType.I64, three, 8, 7, -8);
  }

  @Test
  void oldOperatorSetsBroadcastFromAnAxis() {
    of(6, "Add")
        .feed(Shape.of(2), 10, 20)
        .with(integer("broadcast", 1))
        .with(integer("axis", 0))
        .gives(MATRIX, 11, 12, 13, 24, 25, 26);
    of(1, "Sub")
        .feed(Shape.of(3), 1, 2, 3)
        .with(integer("broadcast", 1))
        .gives(MATRIX, 0, 0, 0, 3, 3, 3);
    of(6, "Mul")
        .feed(Shape.of(1), 2)
        .with(integer("broadcast", 1))
        .with(integer("axis", 1))
        .gives(MATRIX, 2, 4, 6, 8, 10, 12);
    of(6, "Add").feed(MATRIX, 1, 1, 1, 1, 1, 1).gives(MATRIX, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void sumOfOneShapeIsTheSkipAdd() {
    assertThat(of(13, "Add").feed(MATRIX, new float[6]).operators()).containsExactly(new Add());
    assertThat(of(8, "Sum").feed(MATRIX, new float[6]).operators()).containsExactly(new Add());
    assertThat(of(13, "Add").feed(Shape.of(3), new float[3]).operators())
        .containsExactly(new Binary(Binary.Function.ADD));
  }

  @Test
  void manyAreCombinedFromTheFirst() {
    of(8, "Sum").feed(Shape.of(3), 1, 2, 3).feed(Shape.of(), 1).gives(MATRIX, 3, 5, 7, 6, 8, 10);
    of(8, "Mean").feed(Shape.of(), 3).gives(MATRIX, 2, 2.5f, 3, 3.5f, 4, 4.5f);
    of(8, "Max").feed(Shape.of(), 3).gives(MATRIX, 3, 3, 3, 4, 5, 6);
    of(13, "Min").feed(Shape.of(), 3).gives(MATRIX, 1, 2, 3, 3, 3, 3);
    of(13, "Max").gives(MATRIX, 1, 2, 3, 4, 5, 6);
    of(6, "Sum")
        .feed(Shape.of(3), 1, 2, 3)
        .refused("node \"n\" (Sum): [2, 3] and [3] are not identical");
  }

  @Test
  void remaindersAreOfThePythonOrOfTheCKind() {
    var signs = Shape.of(2);
    OneNode.of(13, "Mod")
        .feed(Tensor.ofLongs(signs, -7, 7))
        .longs(3, -3)
        .givesLongs(0, ElementType.I64, signs, 2, -2);
    OneNode.of(13, "Mod")
        .feed(signs, -7, 7)
        .constant(signs, 3, -3)
        .with(integer("fmod", 1))
        .gives(signs, -1, 1);
  }

  @Test
  void slopesBelongToChannelsInOldOperatorSets() {
    var picture = Shape.of(1, 2, 1, 2);
    OneNode.of(6, "PRelu")
        .feed(picture, -1, 1, -2, 2)
        .constant(Shape.of(2), 10, 100)
        .gives(picture, -10, 1, -200, 2);
    OneNode.of(9, "PRelu")
        .feed(picture, -1, 1, -2, -3)
        .constant(Shape.of(2, 1, 1), 10, 100)
        .gives(picture, -10, 1, -200, -300);
    OneNode.of(9, "PRelu")
        .feed(picture, -1, 1, -2, -3)
        .constant(Shape.of(2), 10, 100)
        .gives(picture, -10, 1, -20, -300);
  }

  @ParameterizedTest
  @CsvSource({
    "Equal, 0 1 0",
    "Less, 1 0 0",
    "LessOrEqual, 1 1 0",
    "Greater, 0 0 1",
    "GreaterOrEqual, 0 1 1"
  })
  void comparisonsGiveTruthValues(String operator, String truths) {
    var three = Shape.of(3);
    OneNode.of(16, operator)
        .feed(three, 1, 2, 3)
        .constant(Shape.of(), 2)
        .givesLongs(0, ElementType.BOOL, three, longs(truths));
  }

  @ParameterizedTest
  @CsvSource({"And, 0 0 0 1", "Or, 0 1 1 1", "Xor, 0 1 1 0"})
  void logicCombinesTruthValues(String operator, String truths) {
    var four = Shape.of(4);
    OneNode.of(7, operator)
        .constant(truths(0, 0, 1, 1))
        .constant(truths(0, 1, 0, 1))
        .givesLongs(0, ElementType.BOOL, four, longs(truths));
  }

  @Test
  void choiceBroadcastsAllThree() {
    OneNode.of(9, "Where")
        .constant(truths(1, 0))
        .feed(Shape.of(2, 1), 1, 2)
        .feed(Shape.of(), 9)
        .gives(Shape.of(2, 2), 1, 9, 2, 9);
    OneNode.of(13, "Not").constant(truths(1, 0)).givesLongs(0, ElementType.BOOL, Shape.of(2), 0, 1);
  }

  private static TensorProto.Builder truths(int... values) {
    return OnnxProtos.raw("", DataType.BOOL, List.of(values.length), values);
  }

  private static long[] longs(String text) {
    return Arrays.stream(text.split(" ", -1)).mapToLong(Long::parseLong).toArray();
  }
}
