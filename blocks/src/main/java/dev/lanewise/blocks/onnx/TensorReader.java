package dev.lanewise.blocks.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.lanewise.blocks.internal.file.Quoted;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import dev.lanewise.engine.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes tensors of ONNX's: checked against type and dimensions first, then copied once, from the
 * model's file or one beside it, into the constants' memory.
 */
final class TensorReader {
  private final ConstantStore store;
  private final ExternalFiles files;

  TensorReader(ConstantStore store, ExternalFiles files) {
    this.store = store;
    this.files = files;
  }

  /**
   * Reads a tensor.
   *
   * @param what the tensor's place in the model, for messages
   * @throws OnnxException if its type is not read, its data is not what type and dimensions demand,
   *     or the limit of constants has no room for it
   */
  Tensor read(TensorProto proto, String what) {
    var type = DataType.of(proto.getDataType(), what);
    var shape = shape(proto.getDimsList(), what);
    if (proto.hasSegment()) {
      throw new OnnxException(what + ": tensors in segments are not supported");
    }
    if (proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
      return external(proto, type, shape, what);
    }
    return proto.hasRawData() ? raw(proto, type, shape, what) : typed(proto, type, shape, what);
  }

  private static Shape shape(List<Long> dims, String what) {
    if (dims.size() > Draft.MOST_AXES) {
      throw new OnnxException(
          "%s: tensors have up to %d axes, this one %d"
              .formatted(what, Draft.MOST_AXES, dims.size()));
    }
    var extents = new int[dims.size()];
    for (int axis = 0; axis < extents.length; axis++) {
      long extent = dims.get(axis);
      if (extent < 0 || extent > Integer.MAX_VALUE) {
        throw new OnnxException(
            "%s: dimensions must be 0 to %d, are %s".formatted(what, Integer.MAX_VALUE, dims));
      }
      extents[axis] = (int) extent;
    }
    var shape = Shape.of(extents);
    try {
      Math.multiplyExact(shape.elements(), (long) Double.BYTES);
    } catch (ArithmeticException | ShapeException overflow) {
      throw new OnnxException(what + ": the size of " + shape + " overflows", overflow);
    }
    return shape;
  }

  private Tensor raw(TensorProto proto, DataType type, Shape shape, String what) {
    requireNoOther(proto, 0, what);
    var data = proto.getRawData();
    requireBytes(data.size(), type, shape, "raw_data", what);
    var tensor = store.allocate(type.read(), shape, what);
    type.copy(MemorySegment.ofBuffer(data.asReadOnlyByteBuffer()), tensor.segment());
    return tensor;
  }

  private Tensor external(TensorProto proto, DataType type, Shape shape, String what) {
    if (proto.hasRawData()) {
      throw new OnnxException(what + ": has both external data and raw_data");
    }
    requireNoOther(proto, 0, what);
    Map<String, String> entries = new HashMap<>();
    for (var entry : proto.getExternalDataList()) {
      if (entries.put(entry.getKey(), entry.getValue()) != null) {
        throw new OnnxException(
            what + ": external data has two entries " + Quoted.of(entry.getKey()));
      }
    }
    long bytes = shape.elements() * type.bytes();
    long offset = number(entries, "offset", 0, what);
    requireBytes(number(entries, "length", bytes, what), type, shape, "external data", what);
    var file = files.at(entries.getOrDefault("location", ""), what);
    if (offset < 0 || offset > file.size() || bytes > file.size() - offset) {
      throw new OnnxException(
          "%s: external data is said to be %d bytes at byte %d, the file has %d"
              .formatted(what, bytes, offset, file.size()));
    }
    var tensor = store.allocate(type.read(), shape, what);
    var source = file.slice(offset, offset + bytes);
    file.copy(offset + bytes, () -> type.copy(source, tensor.segment()));
    return tensor;
  }

  private static long number(Map<String, String> entries, String key, long absent, String what) {
    var text = entries.get(key);
    if (text == null) {
      return absent;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException wrong) {
      throw new OnnxException(
          "%s: the %s of external data must be a whole number".formatted(what, key), wrong);
    }
  }

  private Tensor typed(TensorProto proto, DataType type, Shape shape, String what) {
    int count =
        switch (type) {
          case FLOAT -> proto.getFloatDataCount();
          case DOUBLE -> proto.getDoubleDataCount();
          case INT64 -> proto.getInt64DataCount();
          case UINT32 -> proto.getUint64DataCount();
          case INT32, INT16, INT8, UINT16, UINT8, BOOL, FLOAT16, BFLOAT16 ->
              proto.getInt32DataCount();
        };
    requireNoOther(proto, count, what);
    if (count != shape.elements()) {
      throw new OnnxException(
          "%s: %s of shape %s has %d elements, its data %d"
              .formatted(what, type, shape, shape.elements(), count));
    }
    var tensor = store.allocate(type.read(), shape, what);
    var target = tensor.segment();
    for (int i = 0; i < count; i++) {
      switch (type) {
        case FLOAT -> target.setAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, i, proto.getFloatData(i));
        case DOUBLE ->
            target.setAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, i, (float) proto.getDoubleData(i));
        case INT64 -> target.setAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, i, proto.getInt64Data(i));
        case UINT32 ->
            target.setAtIndex(
                ValueLayout.JAVA_LONG_UNALIGNED, i, proto.getUint64Data(i) & 0xffff_ffffL);
        case INT32, INT16, INT8, UINT16, UINT8, BOOL, FLOAT16, BFLOAT16 ->
            type.put(proto.getInt32Data(i), target, i);
      }
    }
    return tensor;
  }

  /** Refuses data beside that which is read: {@code count} elements of the type's own field. */
  private static void requireNoOther(TensorProto proto, int count, String what) {
    long all =
        (long) proto.getFloatDataCount()
            + proto.getDoubleDataCount()
            + proto.getInt32DataCount()
            + proto.getInt64DataCount()
            + proto.getUint64DataCount()
            + proto.getStringDataCount();
    if (all != count) {
      throw new OnnxException(
          "%s: has %d elements in fields that are not for its data".formatted(what, all - count));
    }
  }

  private static void requireBytes(
      long bytes, DataType type, Shape shape, String field, String what) {
    long expected = shape.elements() * type.bytes();
    if (bytes != expected) {
      throw new OnnxException(
          "%s: %s of shape %s takes %d bytes, %s has %d"
              .formatted(what, type, shape, expected, field, bytes));
    }
  }
}
