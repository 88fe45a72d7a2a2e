package dev.lanewise.blocks.onnx;

import static dev.lanewise.blocks.onnx.OnnxProtos.integer;
import static dev.lanewise.blocks.onnx.OnnxProtos.integers;
import static dev.lanewise.blocks.onnx.OnnxProtos.longs;
import static dev.lanewise.blocks.onnx.OnnxProtos.text;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators that move elements about, with shapes and axes that do not fit. */
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

  private static Tensor longTensor(long value) {
    return Tensor.ofLongs(Shape.of(1), value);
  }

  @ParameterizedTest
  @MethodSource({"shapes", "parts"})
  void isRefused(Refusal refusal) {
    refusal.check();
  }
}
