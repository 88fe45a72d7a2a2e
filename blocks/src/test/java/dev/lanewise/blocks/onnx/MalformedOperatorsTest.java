package dev.lanewise.blocks.onnx;

import static dev.lanewise.blocks.onnx.OnnxProtos.integer;
import static dev.lanewise.blocks.onnx.OnnxProtos.integers;
import static dev.lanewise.blocks.onnx.OnnxProtos.longs;
import static dev.lanewise.blocks.onnx.OnnxProtos.text;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators on arrays, with shapes, axes and numbers that do not fit. */
@Tag("malformed")
class MalformedOperatorsTest {
  private static OneNode matrix(int opset, String operator) {
    return OneNode.of(opset, operator).feed(Shape.of(2, 3), new float[6]);
  }

  static List<Refusal> shapes() {
    return List.of(
        Refusal.of(
            "reshape to another size",
            matrix(13, "Reshape").longs(4),
            "node \"n\" (Reshape): cannot reshape [2, 3] to [4]"),
        Refusal.of(
            "reshape that does not divide",
            matrix(13, "Reshape").longs(4, -1),
            "node \"n\" (Reshape): cannot reshape [2, 3] to [4, -1]"),
        Refusal.of(
            "two extents to infer",
            matrix(13, "Reshape").longs(-1, -1),
            "node \"n\" (Reshape): cannot reshape to [-1, -1]"),
        Refusal.of(
            "extent below −1",
            matrix(13, "Reshape").longs(-2, 3),
            "node \"n\" (Reshape): extents must be −1 or more, are [-2, 3]"),
        Refusal.of(
            "huge extent",
            matrix(13, "Reshape").longs(1L << 40),
            "node \"n\" (Reshape): an extent is out of range: 1099511627776"),
        Refusal.of(
            "zero beyond the axes",
            matrix(13, "Reshape").longs(2, 3, 0),
            "node \"n\" (Reshape): axis 2 is not one of an input of shape [2, 3]"),
        Refusal.of(
            "shape that is fed",
            matrix(13, "Reshape").feed(longTensor(6)),
            "node \"n\" (Reshape): input 1 (shape) must be a constant; bind \"x1\" with"
                + " OnnxOptions.withConstant"),
        Refusal.of(
            "shape of real numbers",
            matrix(13, "Reshape").constant(Shape.of(1), 6),
            "node \"n\" (Reshape): shape must be a vector of whole numbers, is float32 [1]"),
        Refusal.of(
            "no shape", matrix(13, "Reshape"), "node \"n\" (Reshape): takes 2 inputs, got 1"),
        Refusal.of(
            "allowzero before its time",
            matrix(13, "Reshape").longs(3, 2).with(integer("allowzero", 1)),
            "node \"n\" (Reshape): attribute \"allowzero\" is not known in operator set 13"),
        Refusal.of(
            "flatten at no axis",
            matrix(13, "Flatten").with(integer("axis", 3)),
            "node \"n\" (Flatten): axis 3 is none of 2 axes"),
        Refusal.of(
            "squeeze of more than one",
            matrix(13, "Squeeze").longs(0),
            "node \"n\" (Squeeze): axis 0 of [2, 3] has not one element"),
        Refusal.of(
            "unsqueeze without axes",
            matrix(13, "Unsqueeze"),
            "node \"n\" (Unsqueeze): axes are missing"),
        Refusal.of(
            "unsqueeze twice",
            matrix(13, "Unsqueeze").longs(0, -4),
            "node \"n\" (Unsqueeze): axis 0 is there twice"),
        Refusal.of(
            "axes that were an attribute",
            matrix(13, "Squeeze").with(integers("axes", 0)),
            "node \"n\" (Squeeze): attribute \"axes\" is not known in operator set 13"),
        Refusal.of(
            "no permutation",
            matrix(13, "Transpose").with(integers("perm", 0, 0)),
            "node \"n\" (Transpose): attribute perm [0, 0] is no order of 2 axes"),
        Refusal.of(
            "permutation too short",
            matrix(13, "Transpose").with(integers("perm", 0)),
            "node \"n\" (Transpose): attribute perm [0] is no order of 2 axes"),
        Refusal.of(
            "permutation beyond",
            matrix(13, "Transpose").with(integers("perm", 1, 1L << 35)),
            "node \"n\" (Transpose): an axis of attribute perm is out of range: 34359738368"),
        Refusal.of(
            "concatenation of what differs",
            matrix(13, "Concat").constant(Shape.of(2, 2), new float[4]).with(integer("axis", 0)),
            "node \"n\" (Concat): cannot concatenate [2, 3] and [2, 2]: axis 1 differs"),
        Refusal.of(
            "concatenation along no axis",
            matrix(13, "Concat"),
            "node \"n\" (Concat): attribute axis is missing"),
        Refusal.of(
            "concatenation beyond the axes",
            matrix(13, "Concat").with(integer("axis", 2)),
            "node \"n\" (Concat): axis 2 is none of 2 axes"),
        Refusal.of(
            "concatenation of two types",
            matrix(13, "Concat")
                .constant(longs("", List.of(2, 3), 1, 2, 3, 4, 5, 6))
                .with(integer("axis", 0)),
            "node \"n\" (Concat): an input beside one of float32 must be of float32, is of int64"),
        Refusal.of(
            "expand that does not fit",
            matrix(13, "Expand").longs(2, 2),
            "node \"n\" (Expand): cannot broadcast [[2, 3], [2, 2]]: axis 1 differs"),
        Refusal.of(
            "expand to less than nothing",
            matrix(13, "Expand").longs(-1, 3),
            "node \"n\" (Expand): extents must be 0 to 2147483647, are [-1, 3]"),
        Refusal.of(
            "negative repeats",
            matrix(13, "Tile").longs(1, -1),
            "node \"n\" (Tile): extents must be 0 to 2147483647, are [1, -1]"),
        Refusal.of(
            "too few repeats",
            matrix(13, "Tile").longs(1),
            "node \"n\" (Tile): input must have rank 1, has shape [2, 3]"),
        Refusal.of(
            "size beyond an int",
            matrix(13, "Tile").longs(1, 1L << 30),
            "node \"n\" (Tile): an extent overflows: 3221225472"),
        Refusal.of(
            "gather along no axis",
            matrix(13, "Gather").longs(0).with(integer("axis", 2)),
            "node \"n\" (Gather): axis 2 is none of 2 axes"),
        Refusal.of(
            "gather beyond the end",
            OneNode.of(13, "Gather").longs(7, 8).longs(2),
            "node \"n\" (Gather): Gather: index 2 of an axis of extent 2"),
        Refusal.of(
            "blocks that do not divide",
            OneNode.of(13, "DepthToSpace")
                .feed(Shape.of(1, 3, 1, 1), new float[3])
                .with(integer("blocksize", 2)),
            "node \"n\" (DepthToSpace): axis 1 of [1, 3, 1, 1] cannot be split into 4"),
        Refusal.of(
            "blocks of nothing",
            OneNode.of(13, "SpaceToDepth")
                .feed(Shape.of(1, 1, 2, 2), new float[4])
                .with(integer("blocksize", 0)),
            "node \"n\" (SpaceToDepth): attribute blocksize must be 1 to 32767, is 0"),
        Refusal.of(
            "blocks without size",
            OneNode.of(13, "SpaceToDepth").feed(Shape.of(1, 1, 2, 2), new float[4]),
            "node \"n\" (SpaceToDepth): attribute blocksize must be 1 to 32767, is 0"));
  }

  static List<Refusal> parts() {
    return List.of(
        Refusal.of(
            "step 0",
            matrix(13, "Slice").longs(0).longs(1).longs(0).longs(0),
            "node \"n\" (Slice): the step on axis 0 must not be 0"),
        Refusal.of(
            "slice of an axis twice",
            matrix(13, "Slice").longs(0, 0).longs(1, 1).longs(0, -2),
            "node \"n\" (Slice): axis 0 is there twice"),
        Refusal.of(
            "more starts than ends",
            matrix(13, "Slice").longs(0, 0).longs(1),
            "node \"n\" (Slice): has 2 starts, 1 ends, 2 axes and 2 steps"),
        Refusal.of(
            "slice beyond the axes",
            matrix(13, "Slice").longs(0, 0, 0).longs(1, 1, 1),
            "node \"n\" (Slice): axis 2 is none of 2 axes"),
        Refusal.of(
            "slice without ends",
            matrix(9, "Slice").with(integers("starts", 0)),
            "node \"n\" (Slice): attribute ends is missing"),
        Refusal.of(
            "parts of another sum",
            matrix(13, "Split").longs(1, 2).outputs(2),
            "node \"n\" (Split): the parts have 3 elements together, axis 0 has 2"),
        Refusal.of(
            "negative part",
            matrix(13, "Split").longs(3, -1).outputs(2),
            "node \"n\" (Split): parts must have 0 to 2 elements, one has 3"),
        Refusal.of(
            "parts that are not equal",
            matrix(13, "Split").with(integer("axis", 1)).outputs(2),
            "node \"n\" (Split): 3 elements cannot be split into 2 equal parts"),
        Refusal.of(
            "more outputs than parts",
            matrix(13, "Split").longs(2).outputs(2),
            "node \"n\" (Split): has 2 outputs for 1 parts"),
        Refusal.of(
            "num_outputs of another number",
            matrix(18, "Split").with(integer("num_outputs", 3)).outputs(2),
            "node \"n\" (Split): attribute num_outputs is 3, there are 2 outputs"),
        Refusal.of(
            "too few pads",
            matrix(13, "Pad").longs(1, 1),
            "node \"n\" (Pad): 2 axes need 4 pads, there are 2"),
        Refusal.of(
            "pads that leave less than nothing",
            matrix(13, "Pad").longs(-2, 0, -1, 0),
            "node \"n\" (Pad): paddings -2 and -1 leave less than nothing of axis 0 of [2, 3]"),
        Refusal.of(
            "huge pad",
            matrix(13, "Pad").longs(0, 1L << 33, 0, 0),
            "node \"n\" (Pad): a pad is out of range: 8589934592"),
        Refusal.of(
            "pads beyond an int",
            matrix(13, "Pad").longs(0, 2147483647, 0, 2147483647),
            "node \"n\" (Pad): an extent overflows: 4294967297"),
        Refusal.of(
            "mirror that is too short",
            matrix(13, "Pad").longs(2, 0, 0, 0).with(text("mode", "reflect")),
            "node \"n\" (Pad): axis 0 of [2, 3] is too short for a padding of 2 by REFLECT"),
        Refusal.of(
            "unknown padding",
            matrix(13, "Pad").longs(0, 0, 0, 0).with(text("mode", "mirror")),
            "node \"n\" (Pad): attribute mode must be constant, reflect, edge or wrap, is mirror"));
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

  private static Tensor longTensor(long value) {
    return Tensor.ofLongs(Shape.of(1), value);
  }

  @ParameterizedTest
  @MethodSource({"shapes", "parts", "numbers", "sizes"})
  void isRefused(Refusal refusal) {
    refusal.check();
  }
}
