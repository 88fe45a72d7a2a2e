package dev.lanewise.blocks.onnx;

import static dev.lanewise.blocks.onnx.OnnxProtos.integer;
import static dev.lanewise.blocks.onnx.OnnxProtos.integers;
import static dev.lanewise.blocks.onnx.OnnxProtos.longs;
import static dev.lanewise.blocks.onnx.OnnxProtos.text;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.lanewise.engine.Shape;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators that compute, resize or fill, with types and numbers that do not fit. */
@Tag("malformed")
class MalformedNumbersTest {
  private static OneNode matrix(int opset, String operator) {
    return OneNode.of(opset, operator).feed(Shape.of(2, 3), new float[6]);
  }

  static List<Refusal> numbers() {
    return List.of(
        Refusal.of(
            "sum of shapes that do not fit",
            matrix(13, "Add").constant(Shape.of(2), 1, 2),
            "node \"n\" (Add): cannot broadcast [[2, 3], [2]]: axis 1 differs"),
        Refusal.of(
            "sum of two types",
            matrix(13, "Add").longs(1, 2, 3),
            "node \"n\" (Add): an input beside one of float32 must be of float32, is of int64"),
        Refusal.of(
            "old sum without broadcast",
            matrix(6, "Add").constant(Shape.of(3), 1, 2, 3),
            "node \"n\" (Add): [2, 3] and [3] are not identical"),
        Refusal.of(
            "old sum from an axis that does not fit",
            matrix(6, "Add")
                .constant(Shape.of(3), 1, 2, 3)
                .with(integer("broadcast", 1))
                .with(integer("axis", 0)),
            "node \"n\" (Add): [3] is no part of [2, 3] from axis 0 on"),
        Refusal.of(
            "old sum from no axis",
            matrix(6, "Mul")
                .constant(Shape.of(3), 1, 2, 3)
                .with(integer("broadcast", 1))
                .with(integer("axis", 5)),
            "node \"n\" (Mul): axis 5 is none of 2 axes"),
        Refusal.of(
            "old sum broadcast now",
            matrix(7, "Add").constant(Shape.of(3), 1, 2, 3).with(integer("broadcast", 1)),
            "node \"n\" (Add): attribute \"broadcast\" is not known in operator set 7"),
        Refusal.of(
            "quotient by zero",
            OneNode.of(13, "Div").longs(1).longs(0),
            "node \"n\" (Div): / by zero"),
        Refusal.of(
            "remainder of real numbers as of whole ones",
            matrix(13, "Mod").constant(Shape.of(), 2),
            "node \"n\" (Mod): attribute fmod = 0 is not supported for float32"),
        Refusal.of(
            "negation of truth of numbers",
            matrix(13, "Not"),
            "node \"n\" (Not): not does not take float32"),
        Refusal.of(
            "choice by numbers",
            matrix(13, "Where").constant(Shape.of(), 1).constant(Shape.of(), 2),
            "node \"n\" (Where): the condition must be of bool, is of float32"),
        Refusal.of(
            "product that does not fit",
            matrix(13, "MatMul").constant(Shape.of(2, 2), new float[4]),
            "node \"n\" (MatMul): weights expect 2 input features, input has 3"),
        Refusal.of(
            "product with a number",
            matrix(13, "MatMul").constant(Shape.of(), 1),
            "node \"n\" (MatMul): cannot multiply [2, 3] by []: a scalar"),
        Refusal.of(
            "linear layer of pictures",
            OneNode.of(13, "Gemm")
                .feed(Shape.of(1, 2, 3), new float[6])
                .constant(Shape.of(3, 1), new float[3]),
            "node \"n\" (Gemm): input 0 must be a matrix, has shape [1, 2, 3]"),
        Refusal.of(
            "linear layer that does not fit",
            matrix(13, "Gemm").constant(Shape.of(2, 2), new float[4]),
            "node \"n\" (Gemm): weights expect 2 input features, input has 3"),
        Refusal.of(
            "linear layer with a bias that does not fit",
            matrix(13, "Gemm")
                .constant(Shape.of(3, 2), new float[6])
                .constant(Shape.of(3), 1, 2, 3),
            "node \"n\" (Gemm): the product has shape [2, 2], input 2 has [3]"),
        Refusal.of(
            "old linear layer without bias",
            matrix(7, "Gemm").constant(Shape.of(3, 2), new float[6]),
            "node \"n\" (Gemm): takes 3 inputs, got 2"),
        Refusal.of(
            "sum along an axis twice",
            matrix(13, "ReduceSum").longs(1, -1),
            "node \"n\" (ReduceSum): axis -1 is there twice"),
        Refusal.of(
            "sum along no axis",
            matrix(13, "ReduceMax").with(integers("axes", 2)),
            "node \"n\" (ReduceMax): axis 2 is none of 2 axes"),
        Refusal.of(
            "more than there is",
            matrix(13, "TopK").longs(4).outputs(2),
            "node \"n\" (TopK): k is 4, axis 1 of [2, 3] is shorter"),
        Refusal.of(
            "less than nothing",
            matrix(13, "TopK").longs(-1).outputs(2),
            "node \"n\" (TopK): K must be 0 or more, is -1"),
        Refusal.of(
            "softmax along no axis",
            matrix(13, "Softmax").with(integer("axis", -3)),
            "node \"n\" (Softmax): axis -3 is none of 2 axes"),
        Refusal.of(
            "cast to nothing", matrix(13, "Cast"), "node \"n\" (Cast): attribute to is missing"),
        Refusal.of(
            "cast to text",
            matrix(13, "Cast").with(integer("to", 8)),
            "node \"n\" (Cast): attribute to: element type STRING is not supported"),
        Refusal.of(
            "cast to an octet",
            matrix(13, "Cast").with(integer("to", 2)),
            "node \"n\" (Cast): casts from float32 to UINT8 are not supported"),
        Refusal.of(
            "old cast to a number",
            matrix(1, "Cast").with(text("to", "INT4")),
            "node \"n\" (Cast): attribute to names no type that is supported"),
        Refusal.of(
            "limits of several numbers",
            matrix(13, "Clip").constant(Shape.of(2), 0, 1),
            "node \"n\" (Clip): min must be one number, has 2"),
        Refusal.of(
            "old limits that are crossed",
            matrix(6, "Clip").with(OnnxProtos.real("min", 1)).with(OnnxProtos.real("max", 0)),
            "node \"n\" (Clip): attribute min is 1.0, max is 0.0"),
        Refusal.of(
            "unknown form",
            matrix(20, "Gelu").with(text("approximate", "erf")),
            "node \"n\" (Gelu): attribute approximate must be none or tanh, is erf"),
        Refusal.of(
            "training with dropout",
            matrix(13, "Dropout")
                .absent()
                .constant(OnnxProtos.raw("", DataType.BOOL, List.of(), 1)),
            "node \"n\" (Dropout): training_mode is not supported"));
  }

  static List<Refusal> sizes() {
    return List.of(
        Refusal.of(
            "scales and sizes",
            matrix(13, "Resize").absent().constant(Shape.of(2), 1, 1).longs(2, 3),
            "node \"n\" (Resize): must have either scales or sizes, has both"),
        Refusal.of(
            "neither scales nor sizes",
            matrix(13, "Resize"),
            "node \"n\" (Resize): must have either scales or sizes, has neither"),
        Refusal.of(
            "scale 0",
            matrix(13, "Resize").absent().constant(Shape.of(2), 1, 0),
            "node \"n\" (Resize): scales must be positive and finite, are [1.0, 0.0]"),
        Refusal.of(
            "scale that is no number",
            matrix(13, "Resize").absent().constant(Shape.of(2), 1, Float.NaN),
            "node \"n\" (Resize): scales must be positive and finite, are [1.0, NaN]"),
        Refusal.of(
            "scale to nothing",
            matrix(13, "Resize").absent().constant(Shape.of(2), 1, 0.1f),
            "node \"n\" (Resize): axis 1 of [2, 3] scaled by 0.1 is 0.0"),
        Refusal.of(
            "huge scale",
            matrix(13, "Resize").absent().constant(Shape.of(2), 1, 1e30f),
            "node \"n\" (Resize): axis 1 of [2, 3] scaled by 1.0E30 is 3.000000196258126E30"),
        Refusal.of(
            "too few scales",
            matrix(13, "Resize").absent().constant(Shape.of(1), 2),
            "node \"n\" (Resize): scales must have 2 numbers, have 1"),
        Refusal.of(
            "size 0",
            matrix(13, "Resize").absent().absent().longs(0, 3),
            "node \"n\" (Resize): sizes must be at least 1, are [0, 3]"),
        Refusal.of(
            "unknown sampling",
            matrix(13, "Resize").absent().constant(Shape.of(2), 1, 2).with(text("mode", "area")),
            "node \"n\" (Resize): attribute mode must be nearest, linear or cubic, is area"),
        Refusal.of(
            "unknown coordinates",
            matrix(13, "Resize")
                .absent()
                .constant(Shape.of(2), 1, 2)
                .with(text("coordinate_transformation_mode", "half_pixel_symmetric")),
            "node \"n\" (Resize): attribute coordinate_transformation_mode half_pixel_symmetric is not known"),
        Refusal.of(
            "unknown rounding",
            matrix(13, "Resize")
                .absent()
                .constant(Shape.of(2), 1, 2)
                .with(text("nearest_mode", "round")),
            "node \"n\" (Resize): attribute nearest_mode round is not known"),
        Refusal.of(
            "region of another rank",
            matrix(13, "Resize")
                .constant(Shape.of(2), 0, 1)
                .constant(Shape.of(2), 1, 2)
                .with(text("coordinate_transformation_mode", "tf_crop_and_resize")),
            "node \"n\" (Resize): roi must have 4 numbers, has 2"),
        Refusal.of(
            "upsampling by too few scales",
            matrix(9, "Upsample").constant(Shape.of(1), 2),
            "node \"n\" (Upsample): scales must have 2 numbers, have 1"),
        Refusal.of(
            "huge constant",
            OneNode.of(13, "ConstantOfShape").longs(1 << 20, 1 << 20),
            "node \"n\" (ConstantOfShape): a constant of shape [1048576, 1048576] takes 4398046511104 bytes, and 16 of LIMIT are taken (OnnxOptions.withMaxConstantBytes)"),
        Refusal.of(
            "constant whose size overflows",
            OneNode.of(13, "ConstantOfShape").longs(1 << 30, 1 << 30, 1 << 30),
            "node \"n\" (ConstantOfShape): the size of a constant of shape [1073741824, 1073741824, 1073741824] overflows"),
        Refusal.of(
            "constant of a negative shape",
            OneNode.of(13, "ConstantOfShape").longs(-1),
            "node \"n\" (ConstantOfShape): extents must be 0 to 2147483647, are [-1]"),
        Refusal.of(
            "constant of two values",
            OneNode.of(13, "ConstantOfShape")
                .longs(1)
                .with(OnnxProtos.tensor("value", longs("", 1, 2))),
            "node \"n\" (ConstantOfShape): attribute value must have one element, is int64 [2]"),
        Refusal.of(
            "constant without a value",
            OneNode.of(13, "Constant"),
            "node \"n\" (Constant): has no value that is supported"),
        Refusal.of(
            "expand to a huge constant",
            OneNode.of(13, "Expand").constant(Shape.of(1), 1).longs(1 << 30),
            "node \"n\" (Expand): a constant of shape [1073741824] takes 4294967296 bytes, and 12 of LIMIT are taken (OnnxOptions.withMaxConstantBytes)"),
        Refusal.of(
            "tile to a huge constant",
            OneNode.of(13, "Tile").constant(Shape.of(1), 1).longs(1 << 30),
            "node \"n\" (Tile): a constant of shape [1073741824] takes 4294967296 bytes, and 12 of LIMIT are taken (OnnxOptions.withMaxConstantBytes)"),
        Refusal.of(
            "pad to a huge constant",
            OneNode.of(13, "Pad").constant(Shape.of(1), 1).longs(0, 1 << 30),
            "node \"n\" (Pad): a constant of shape [1073741825] takes 4294967300 bytes, and 20 of LIMIT are taken (OnnxOptions.withMaxConstantBytes)"),
        Refusal.of(
            "huge one-hot constant",
            OneNode.of(13, "OneHot").longs(1).longs(1 << 30).longs(0, 1),
            "node \"n\" (OneHot): a constant of shape [1, 1073741824] takes 8589934592 bytes, and 32 of LIMIT are taken (OnnxOptions.withMaxConstantBytes)"),
        Refusal.of(
            "depth below nothing",
            OneNode.of(13, "OneHot").longs(1).longs(-1).longs(0, 1),
            "node \"n\" (OneHot): the depth must not be negative, got -1"),
        Refusal.of(
            "range without end",
            range(0, 1, 0),
            "node \"n\" (Range): the range has too many numbers or no end"),
        Refusal.of(
            "huge range",
            range(0, 1 << 30, 1),
            "node \"n\" (Range): a constant of shape [1073741824] takes 8589934592 bytes, and 24 of LIMIT are taken (OnnxOptions.withMaxConstantBytes)"),
        Refusal.of(
            "range of too many numbers",
            range(0, Long.MAX_VALUE, 1),
            "node \"n\" (Range): the range has too many numbers or no end"));
  }

  private static OneNode range(long start, long limit, long delta) {
    var node = OneNode.of(13, "Range");
    for (long number : new long[] {start, limit, delta}) {
      node.constant(longs("", List.of(), number));
    }
    return node;
  }

  @ParameterizedTest
  @MethodSource({"numbers", "sizes"})
  void isRefused(Refusal refusal) {
    refusal.check();
  }
}
