package dev.lanewise.blocks.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.lanewise.engine.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Initialisers: raw little-endian elements in C order. */
final class OnnxConstants {
  private OnnxConstants() {}

  /** A tensor; its memory is referred to where the machine's order of bytes is ONNX's. */
  static TensorProto of(String name, Tensor tensor) {
    var proto =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
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

  private static ByteString bytes(Tensor tensor) {
    var data = tensor.segment().asByteBuffer();
    if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
      return UnsafeByteOperations.unsafeWrap(data);
    }
    var swapped = ByteBuffer.allocate(data.capacity()).order(ByteOrder.LITTLE_ENDIAN);
    swapped.asFloatBuffer().put(data.order(ByteOrder.nativeOrder()).asFloatBuffer());
    return UnsafeByteOperations.unsafeWrap(swapped);
  }
}
