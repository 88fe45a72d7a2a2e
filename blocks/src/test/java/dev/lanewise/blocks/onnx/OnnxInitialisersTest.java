package dev.lanewise.blocks.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Every element type that is read, from raw bytes and from typed fields. */
class OnnxInitialisersTest {
  /** A model that gives a constant, to be read before the model is closed. */
  private static Tensor read(TensorProto.Builder tensor) {
    tensor.setName("c");
    var graph =
        OnnxProtos.graph("y")
            .addInitializer(tensor)
            .addNode(OnnxProtos.node("Identity", List.of("c"), "y"));
    try (var model = OneNode.read(OnnxProtos.model(13, graph).build(), OnnxOptions.DEFAULT)) {
      var constant = Objects.requireNonNull(model.graph().constants().get("c"));
      var copy = Tensor.managed(constant.type(), constant.shape(), Layout.NCHW);
      return copy.copyFrom(constant);
    }
  }

  private static void assertFloats(TensorProto.Builder tensor, float... values) {
    var read = read(tensor);
    assertThat(read.type()).isEqualTo(ElementType.F32);
    assertThat(read.toArray(Layout.NCHW)).containsExactly(values);
  }

  private static void assertLongs(TensorProto.Builder tensor, ElementType type, long... values) {
    var read = read(tensor);
    assertThat(read.type()).isEqualTo(type);
    assertThat(read.toLongs()).containsExactly(values);
  }

  private static TensorProto.Builder raw(DataType type, int count, int... bytes) {
    return OnnxProtos.raw("c", type, List.of(count), bytes);
  }

  @Test
  void rawBytesAreLittleEndian() {
    assertFloats(raw(DataType.FLOAT, 2, 0, 0, 0xc0, 0x3f, 0, 0, 0, 0x80), 1.5f, -0.0f);
    assertFloats(raw(DataType.FLOAT16, 2, 0, 0x3c, 1, 0), 1, 0x1p-24f);
    assertFloats(raw(DataType.BFLOAT16, 2, 0x80, 0x3f, 0, 0xc0), 1, -2);
    assertFloats(raw(DataType.DOUBLE, 1, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f), 1.5f);
    assertLongs(
        raw(DataType.INT64, 1, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
        ElementType.I64,
        -2);
    assertLongs(raw(DataType.INT32, 1, 0, 1, 0, 0x80), ElementType.I32, Integer.MIN_VALUE + 256);
    assertLongs(raw(DataType.INT16, 2, 0xff, 0xff, 1, 2), ElementType.I32, -1, 513);
    assertLongs(raw(DataType.UINT16, 1, 0xff, 0xff), ElementType.I32, 65535);
    assertLongs(raw(DataType.INT8, 2, 0x80, 7), ElementType.I32, -128, 7);
    assertLongs(raw(DataType.UINT8, 2, 0x80, 7), ElementType.I32, 128, 7);
    assertLongs(raw(DataType.UINT32, 1, 0xff, 0xff, 0xff, 0xff), ElementType.I64, 0xffff_ffffL);
    assertLongs(raw(DataType.BOOL, 3, 0, 1, 2), ElementType.BOOL, 0, 1, 1);
  }

  @Test
  void typedFieldsHoldBitsWhereTheTypeIsNarrow() {
    assertFloats(OnnxProtos.floats("c", List.of(2), 1.5f, -0.0f), 1.5f, -0.0f);
    assertFloats(OnnxProtos.tensor("c", DataType.DOUBLE, List.of(1)).addDoubleData(0.1), 0.1f);
    assertFloats(OnnxProtos.tensor("c", DataType.FLOAT16, List.of(1)).addInt32Data(0xbc00), -1);
    assertFloats(OnnxProtos.tensor("c", DataType.BFLOAT16, List.of(1)).addInt32Data(0x3f80), 1);
    assertLongs(OnnxProtos.longs("c", -5, 1L << 40), ElementType.I64, -5, 1L << 40);
    assertLongs(
        OnnxProtos.tensor("c", DataType.INT32, List.of(1)).addInt32Data(-7), ElementType.I32, -7);
    assertLongs(
        OnnxProtos.tensor("c", DataType.UINT8, List.of(1)).addInt32Data(200), ElementType.I32, 200);
    assertLongs(
        OnnxProtos.tensor("c", DataType.INT8, List.of(1)).addInt32Data(-3), ElementType.I32, -3);
    assertLongs(
        OnnxProtos.tensor("c", DataType.UINT32, List.of(1)).addUint64Data(0xffff_ffffL),
        ElementType.I64,
        0xffff_ffffL);
    assertLongs(
        OnnxProtos.tensor("c", DataType.BOOL, List.of(2)).addInt32Data(1).addInt32Data(0),
        ElementType.BOOL,
        1,
        0);
  }

  @Test
  void scalarHasNoAxesAndAnEmptyTensorNoElements() {
    assertThat(read(OnnxProtos.floats("c", List.of(), 7)).shape()).isEqualTo(Shape.of());
    assertThat(read(OnnxProtos.floats("c", List.of(3, 0))).shape()).isEqualTo(Shape.of(3, 0));
  }
}
