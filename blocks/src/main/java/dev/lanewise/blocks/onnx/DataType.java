package dev.lanewise.blocks.onnx;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.lanewise.engine.ElementType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/**
 * ONNX's element types that are read, and what each becomes: real numbers of any width float32,
 * whole numbers the narrowest of int32 and int64 that holds them all.
 */
enum DataType {
  FLOAT(1, 4, ElementType.F32),
  UINT8(2, 1, ElementType.I32),
  INT8(3, 1, ElementType.I32),
  UINT16(4, 2, ElementType.I32),
  INT16(5, 2, ElementType.I32),
  INT32(6, 4, ElementType.I32),
  INT64(7, 8, ElementType.I64),
  BOOL(9, 1, ElementType.BOOL),
  FLOAT16(10, 2, ElementType.F32),
  DOUBLE(11, 8, ElementType.F32),
  UINT32(12, 4, ElementType.I64),
  BFLOAT16(16, 2, ElementType.F32);

  private static final ValueLayout.OfFloat FLOATS = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final ValueLayout.OfInt INTS = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONGS = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final int CHUNK = 1 << 14; // elements

  private final int number;
  private final int bytes;
  private final ElementType read;

  DataType(int number, int bytes, ElementType read) {
    this.number = number;
    this.bytes = bytes;
    this.read = read;
  }

  /**
   * The type of a number in the schema.
   *
   * @param what what has it, for the message
   * @throws OnnxException if it is not read
   */
  static DataType of(long number, String what) {
    for (var type : values()) {
      if (type.number == number) {
        return type;
      }
    }
    throw new OnnxException(what + ": element type " + name(number) + " is not supported");
  }

  private static String name(long number) {
    var known = number == (int) number ? TensorProto.DataType.forNumber((int) number) : null;
    return known == null ? Long.toString(number) : known.name();
  }

  /** Bytes per element in a file. */
  int bytes() {
    return bytes;
  }

  /** What it becomes. */
  ElementType read() {
    return read;
  }

  /**
   * Copies little-endian elements of this type to those it becomes, in native order. {@code source}
   * may be mapped: it is read by bulk copies only.
   */
  void copy(MemorySegment source, MemorySegment target) {
    long elements = source.byteSize() / bytes;
    switch (this) {
      case FLOAT ->
          MemorySegment.copy(
              source, FLOATS.withOrder(LITTLE_ENDIAN), 0, target, FLOATS, 0, elements);
      case INT32 ->
          MemorySegment.copy(source, INTS.withOrder(LITTLE_ENDIAN), 0, target, INTS, 0, elements);
      case INT64 ->
          MemorySegment.copy(source, LONGS.withOrder(LITTLE_ENDIAN), 0, target, LONGS, 0, elements);
      default -> {
        var chunk = ByteBuffer.allocate((int) Math.min(CHUNK, elements) * bytes);
        chunk.order(LITTLE_ENDIAN);
        for (long done = 0; done < elements; done += CHUNK) {
          int count = (int) Math.min(CHUNK, elements - done);
          MemorySegment.copy(
              source, ValueLayout.JAVA_BYTE, done * bytes, chunk.array(), 0, count * bytes);
          for (int i = 0; i < count; i++) {
            put(chunk, i * bytes, target, done + i);
          }
        }
      }
    }
  }

  private void put(ByteBuffer chunk, int at, MemorySegment target, long index) {
    switch (this) {
      case FLOAT16 -> target.setAtIndex(FLOATS, index, Float.float16ToFloat(chunk.getShort(at)));
      case BFLOAT16 ->
          target.setAtIndex(FLOATS, index, Float.intBitsToFloat(chunk.getShort(at) << 16));
      case DOUBLE -> target.setAtIndex(FLOATS, index, (float) chunk.getDouble(at));
      case UINT8 -> target.setAtIndex(INTS, index, Byte.toUnsignedInt(chunk.get(at)));
      case INT8 -> target.setAtIndex(INTS, index, chunk.get(at));
      case UINT16 -> target.setAtIndex(INTS, index, Short.toUnsignedInt(chunk.getShort(at)));
      case INT16 -> target.setAtIndex(INTS, index, chunk.getShort(at));
      case UINT32 -> target.setAtIndex(LONGS, index, Integer.toUnsignedLong(chunk.getInt(at)));
      case BOOL -> target.set(ValueLayout.JAVA_BYTE, index, (byte) (chunk.get(at) == 0 ? 0 : 1));
      case FLOAT, INT32, INT64 -> throw new AssertionError(this + " is copied as it is");
    }
  }

  /**
   * Sets an element from one of {@code int32_data}, which holds bits where the type is narrower.
   */
  void put(int value, MemorySegment target, long index) {
    switch (this) {
      case FLOAT16 -> target.setAtIndex(FLOATS, index, Float.float16ToFloat((short) value));
      case BFLOAT16 -> target.setAtIndex(FLOATS, index, Float.intBitsToFloat(value << 16));
      case BOOL -> target.set(ValueLayout.JAVA_BYTE, index, (byte) (value == 0 ? 0 : 1));
      case UINT8 -> target.setAtIndex(INTS, index, value & 0xff);
      case UINT16 -> target.setAtIndex(INTS, index, value & 0xffff);
      case INT8 -> target.setAtIndex(INTS, index, (byte) value);
      case INT16 -> target.setAtIndex(INTS, index, (short) value);
      case INT32 -> target.setAtIndex(INTS, index, value);
      case FLOAT, INT64, DOUBLE, UINT32 ->
          throw new AssertionError(this + " is not kept in int32_data");
    }
  }
}
