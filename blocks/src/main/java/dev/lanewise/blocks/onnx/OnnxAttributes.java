package dev.lanewise.blocks.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import com.google.protobuf.ByteString;
import dev.lanewise.engine.op.Window;
import java.util.Collection;
import java.util.List;

/** Attributes of nodes that are written. */
final class OnnxAttributes {
  private OnnxAttributes() {}

  static AttributeProto ints(String name, Collection<Integer> values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.INTS)
        .addAllInts(values.stream().map(Integer::longValue).toList())
        .build();
  }

  static AttributeProto number(String name, int value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value).build();
  }

  static AttributeProto flag(String name, boolean value) {
    return number(name, value ? 1 : 0);
  }

  static AttributeProto real(String name, double value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.FLOAT)
        .setF((float) value)
        .build();
  }

  static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  /** A window but for its dilations, which not every operator has. */
  static List<AttributeProto> undilated(Window window) {
    return List.of(
        ints("kernel_shape", List.of(window.kernelH(), window.kernelW())),
        ints("strides", List.of(window.strideH(), window.strideW())),
        ints(
            "pads",
            List.of(window.padTop(), window.padLeft(), window.padBottom(), window.padRight())));
  }

  static AttributeProto dilations(Window window) {
    return ints("dilations", List.of(window.dilationH(), window.dilationW()));
  }
}
