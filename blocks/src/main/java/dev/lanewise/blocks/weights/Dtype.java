package dev.lanewise.blocks.weights;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * The element types of the safetensors format, by the names it gives them. Those that hold real
 * numbers in 16 or 32 bits can be {@linkplain #widen widened} to float32; the others are known so
 * that a file which has them beside a network's weights can be opened.
 */
enum Dtype {
  F32(32),
  F16(16),
  BF16(16),
  F64(64),
  C64(64),
  I64(64),
  U64(64),
  I32(32),
  U32(32),
  I16(16),
  U16(16),
  I8(8),
  U8(8),
  BOOL(8),
  F8_E5M2(8),
  F8_E4M3(8),
  F8_E5M2FNUZ(8),
  F8_E4M3FNUZ(8),
  F8_E8M0(8),
  F6_E2M3(6),
  F6_E3M2(6),
  F4(4);

  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final int CHUNK = 1 << 14; // elements: 96 KiB on both sides of a widening

  private final int bits;

  Dtype(int bits) {
    this.bits = bits;
  }

  /** The type that the format calls {@code name}, or null. */
  static @Nullable Dtype named(String name) {
    for (var type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    return null;
  }

  /** Bits per element. */
  int bits() {
    return bits;
  }

  /** Whether {@link #widen} can read it. */
  boolean isWidened() {
    return this == F32 || this == F16 || this == BF16;
  }

  /**
   * Copies little-endian elements of this type to float32 in native order. {@code source} may be
   * mapped: it is read by bulk copies only.
   */
  void widen(MemorySegment source, MemorySegment target) {
    long elements = target.byteSize() / Float.BYTES;
    if (this == F32) {
      MemorySegment.copy(source, FLOAT.withOrder(LITTLE_ENDIAN), 0, target, FLOAT, 0, elements);
      return;
    }
    var halves = new short[(int) Math.min(CHUNK, elements)];
    var floats = new float[halves.length];
    for (long done = 0; done < elements; done += CHUNK) {
      int count = (int) Math.min(CHUNK, elements - done);
      long from = done * Short.BYTES;
      MemorySegment.copy(source, SHORT.withOrder(LITTLE_ENDIAN), from, halves, 0, count);
      widen(halves, floats, count);
      MemorySegment.copy(floats, 0, target, FLOAT, done * Float.BYTES, count);
    }
  }

  private void widen(short[] halves, float[] floats, int count) {
    switch (this) {
      case F16 -> {
        for (int i = 0; i < count; i++) {
          floats[i] = Float.float16ToFloat(halves[i]);
        }
      }
      case BF16 -> {
        for (int i = 0; i < count; i++) {
          floats[i] = Float.intBitsToFloat(halves[i] << 16);
        }
      }
      default -> throw new AssertionError(this + " is not widened");
    }
  }
}
