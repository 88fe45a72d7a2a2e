package dev.lanewise.blocks.onnx;

import static dev.lanewise.blocks.onnx.OnnxProtos.integer;
import static dev.lanewise.blocks.onnx.OnnxProtos.integers;
import static dev.lanewise.blocks.onnx.OnnxProtos.real;
import static dev.lanewise.blocks.onnx.OnnxProtos.text;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.lanewise.engine.Shape;
import java.util.List;
import java.util.stream.Stream;

/** What fuzzing of ONNX models begins with: a node each. */
final class OnnxSeeds {
  private static final Shape PICTURE = Shape.of(1, 2, 3, 3);
  private static final List<Integer> KERNEL = List.of(2, 2, 1, 1);

  private OnnxSeeds() {}

  static Stream<byte[]> models() {
    return Stream.of(layers(), movements(), constants())
        .flatMap(seeds -> seeds)
        .map(seed -> seed.model().toByteArray());
  }

  private static OneNode node(int opset, String operator) {
    return OneNode.of(opset, operator).feed(PICTURE, new float[(int) PICTURE.elements()]);
  }

  private static Stream<OneNode> layers() {
    var channels = Shape.of(2);
    return Stream.of(
        node(17, "Relu"),
        node(6, "Clip").with(real("min", 0)).with(real("max", 6)),
        node(17, "LeakyRelu").with(real("alpha", 0.1f)),
        node(13, "Softmax").with(integer("axis", 1)),
        node(17, "Add").constant(Shape.of(2, 1, 1), 1, 2),
        node(17, "PRelu").constant(Shape.of(2, 1, 1), 1, 2),
        node(17, "Conv")
            .constant(OnnxProtos.floats("w", KERNEL, 1, 2, 3, 4))
            .constant(channels, 1, 2)
            .with(integers("pads", 0, 1, 0, 1))
            .with(integers("strides", 2, 1)),
        node(11, "ConvTranspose")
            .constant(OnnxProtos.floats("w", KERNEL, 1, 2, 3, 4))
            .with(text("auto_pad", "SAME_UPPER")),
        node(9, "BatchNormalization")
            .constant(channels, 1, 2)
            .constant(channels, 1, 2)
            .constant(channels, 1, 2)
            .constant(channels, 1, 2)
            .with(real("epsilon", 1e-5f)),
        node(12, "MaxPool").with(integers("kernel_shape", 2, 2)).with(integer("ceil_mode", 1)),
        node(17, "AveragePool").with(integers("kernel_shape", 3, 3)),
        node(17, "GlobalAveragePool"),
        node(13, "ReduceMean").with(integers("axes", 2, 3)).with(integer("keepdims", 0)),
        node(13, "ArgMax").with(integer("axis", 1)),
        OneNode.of(13, "Gemm")
            .feed(Shape.of(1, 2), 1, 2)
            .constant(Shape.of(3, 2), new float[6])
            .with(integer("transB", 1)),
        node(17, "LRN").with(integer("size", 3)));
  }

  private static Stream<OneNode> movements() {
    return Stream.of(
        node(17, "Reshape").longs(1, -1),
        node(17, "Flatten"),
        node(13, "Squeeze").longs(0),
        node(13, "Transpose").with(integers("perm", 0, 2, 3, 1)),
        node(13, "Concat").feed(PICTURE, new float[18]).with(integer("axis", 1)),
        node(13, "Split").longs(1, 1).with(integer("axis", 1)).outputs(2),
        node(13, "Slice").longs(0).longs(2).longs(3).longs(-1),
        node(13, "Pad").longs(0, 0, 1, 1, 0, 0, 1, 1).constant(Shape.of(), 0),
        node(13, "Gather").longs(1).with(integer("axis", 1)),
        node(11, "Resize").absent().constant(Shape.of(4), 1, 1, 2, 2).with(text("mode", "nearest")),
        node(13, "Expand").longs(2, 1, 1, 3, 3),
        node(13, "Tile").longs(1, 1, 2, 2),
        node(11, "DepthToSpace").with(integer("blocksize", 1)),
        node(13, "Cast").with(integer("to", TensorProto.DataType.INT32_VALUE)),
        node(13, "Shape"));
  }

  private static Stream<OneNode> constants() {
    var half = OnnxProtos.raw("h", TensorProto.DataType.FLOAT16, List.of(2), 0, 60, 1, 0);
    var outside = OnnxProtos.tensor("e", TensorProto.DataType.FLOAT, List.of(1));
    outside
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .addExternalData(entry("location", "fuzzed.onnx"))
        .addExternalData(entry("offset", "4"))
        .addExternalData(entry("length", "4"));
    return Stream.of(
        OneNode.of(13, "Constant").with(OnnxProtos.tensor("value", half)),
        OneNode.of(13, "Identity").constant(outside),
        OneNode.of(13, "ConstantOfShape").longs(2, 3),
        OneNode.of(13, "Range").longs(0).longs(5).longs(2),
        OneNode.of(13, "Mul").longs(3, 4).longs(5),
        OneNode.of(13, "Relu").feedOpen(PICTURE, new float[18]));
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }
}
