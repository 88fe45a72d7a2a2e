package dev.lanewise.engine;

/**
 * What the elements of a tensor are. Networks compute in float32; the other types are for what
 * exporters put around them: indices, shapes, masks.
 */
public enum ElementType {
  /** IEEE 754 binary32, four bytes. */
  F32("float32", 4),
  /** Signed integers of eight bytes. */
  I64("int64", 8),
  /** Signed integers of four bytes. */
  I32("int32", 4),
  /** One byte, 0 or 1. */
  BOOL("bool", 1);

  private final String title;
  private final int bytes;

  ElementType(String title, int bytes) {
    this.title = title;
    this.bytes = bytes;
  }

  /** The size of an element in bytes. */
  public int bytes() {
    return bytes;
  }

  /** Whether the elements are whole numbers or truth values. */
  public boolean isInteger() {
    return this != F32;
  }

  /** For example {@code int64}. */
  @Override
  public String toString() {
    return title;
  }
}
