package dev.lanewise.blocks.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Initialisers: raw little-endian elements in C order. */
final class OnnxConstants {
  private OnnxConstants() {}

  /** A tensor; its memory is referred to where the machine's order of bytes is ONNX's. */
  static TensorProto of(String name, Tensor tensor) {
    var proto =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type(tensor.type()).getNumber())
            .setRawData(bytes(tensor));
    for (int extent : tensor.shape().toArray()) {
      proto.addDims(extent);
    }
    return proto.build();
  }

  /** A vector of whole numbers, such as paddings. */
  static TensorProto of(String name, long... values) {
    var raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(TensorProto.DataType.INT64.getNumber())
        .addDims(values.length)
        .setRawData(ByteString.copyFrom(raw))
        .build();
  }

  /** A vector of real numbers, such as scales. */
  static TensorProto reals(String name, List<Float> values) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(TensorProto.DataType.FLOAT.getNumber())
        .addDims(values.size())
        .addAllFloatData(values)
        .build();
  }

  /** One element without axes. */
  static TensorProto scalar(String name, ElementType type, double value) {
    var proto = TensorProto.newBuilder().setName(name).setDataType(type(type).getNumber());
    return switch (type) {
      case F32 -> proto.addFloatData((float) value).build();
      case I64 -> proto.addInt64Data((long) value).build();
      case I32, BOOL -> proto.addInt32Data((int) value).build();
    };
  }

  /** What the standard calls an element type. */
  static TensorProto.DataType type(ElementType type) {
    return switch (type) {
      case F32 -> TensorProto.DataType.FLOAT;
      case I64 -> TensorProto.DataType.INT64;
      case I32 -> TensorProto.DataType.INT32;
      case BOOL -> TensorProto.DataType.BOOL;
    };
  }

  private static ByteString bytes(Tensor tensor) {
    var data = tensor.segment().asByteBuffer();
    if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
      return UnsafeByteOperations.unsafeWrap(data);
    }
    var swapped = ByteBuffer.allocate(data.capacity()).order(ByteOrder.LITTLE_ENDIAN);
    data.order(ByteOrder.nativeOrder());
    switch (tensor.type()) {
      case F32, I32 -> swapped.asIntBuffer().put(data.asIntBuffer());
      case I64 -> swapped.asLongBuffer().put(data.asLongBuffer());
      case BOOL -> swapped.duplicate().put(data);
    }
    return UnsafeByteOperations.unsafeWrap(swapped);
  }
}
