package dev.lanewise.blocks.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;

/** Pieces of ONNX models, for tests. */
final class OnnxProtos {
  private OnnxProtos() {}

  /** A model of one graph. */
  static ModelProto.Builder model(int opset, GraphProto.Builder graph) {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .setGraph(graph)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset));
  }

  /** A graph with these outputs, of no declared shape. */
  static GraphProto.Builder graph(String... outputs) {
    var graph = GraphProto.newBuilder().setName("test");
    for (var output : outputs) {
      graph.addOutput(ValueInfoProto.newBuilder().setName(output));
    }
    return graph;
  }

  /** A float32 input; an extent of −1 has a name only. */
  static ValueInfoProto.Builder input(String name, int... extents) {
    return input(name, TensorProto.DataType.FLOAT, extents);
  }

  static ValueInfoProto.Builder input(String name, TensorProto.DataType type, int... extents) {
    var shape = TensorShapeProto.newBuilder();
    for (int extent : extents) {
      shape.addDim(
          extent == -1
              ? TensorShapeProto.Dimension.newBuilder().setDimParam("open")
              : TensorShapeProto.Dimension.newBuilder().setDimValue(extent));
    }
    var tensor = TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor));
  }

  /** A node called n. */
  static NodeProto.Builder node(String operator, List<String> inputs, String... outputs) {
    return NodeProto.newBuilder()
        .setName("n")
        .setOpType(operator)
        .addAllInput(inputs)
        .addAllOutput(Arrays.asList(outputs));
  }

  /** An initialiser with float_data. */
  static TensorProto.Builder floats(String name, List<Integer> dims, float... values) {
    var tensor = tensor(name, TensorProto.DataType.FLOAT, dims);
    for (float value : values) {
      tensor.addFloatData(value);
    }
    return tensor;
  }

  /** A vector with int64_data. */
  static TensorProto.Builder longs(String name, long... values) {
    return longs(name, List.of(values.length), values);
  }

  static TensorProto.Builder longs(String name, List<Integer> dims, long... values) {
    var tensor = tensor(name, TensorProto.DataType.INT64, dims);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    return tensor;
  }

  /** A tensor with raw_data. */
  static TensorProto.Builder raw(
      String name, TensorProto.DataType type, List<Integer> dims, int... bytes) {
    var raw = new byte[bytes.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) bytes[i];
    }
    return tensor(name, type, dims).setRawData(ByteString.copyFrom(raw));
  }

  static TensorProto.Builder tensor(String name, TensorProto.DataType type, List<Integer> dims) {
    var tensor = TensorProto.newBuilder().setName(name).setDataType(type.getNumber());
    dims.forEach(tensor::addDims);
    return tensor;
  }

  static AttributeProto.Builder integer(String name, long value) {
    return attribute(name, AttributeType.INT).setI(value);
  }

  static AttributeProto.Builder integers(String name, long... values) {
    var attribute = attribute(name, AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute;
  }

  static AttributeProto.Builder real(String name, float value) {
    return attribute(name, AttributeType.FLOAT).setF(value);
  }

  static AttributeProto.Builder reals(String name, float... values) {
    var attribute = attribute(name, AttributeType.FLOATS);
    for (float value : values) {
      attribute.addFloats(value);
    }
    return attribute;
  }

  static AttributeProto.Builder text(String name, String value) {
    return attribute(name, AttributeType.STRING).setS(ByteString.copyFromUtf8(value));
  }

  static AttributeProto.Builder tensor(String name, TensorProto.Builder value) {
    return attribute(name, AttributeType.TENSOR).setT(value);
  }

  private static AttributeProto.Builder attribute(String name, AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }
}
