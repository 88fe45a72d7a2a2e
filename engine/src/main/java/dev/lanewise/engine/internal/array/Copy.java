package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.internal.kernel.KernelSet;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.LongSupplier;

/** y = x, both of one type: whatever moves elements is this over views of other strides. */
final class Copy extends Spans {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

  /** Longer rows are worth a call each. */
  private static final int LONG_ROW = 256;

  /** Fewer elements are copied faster one by one. */
  private static final int BULK = 32;

  private final MemorySegment source;
  private final MemorySegment target;
  private final int bytes;
  private final LongSupplier shift;

  Copy(View x, View y) {
    this(x, y, () -> 0);
  }

  /** With x so many bytes further on as {@code shift} says when it runs. */
  Copy(View x, View y, LongSupplier shift) {
    super(y, x);
    this.shift = shift;
    source = x.memory();
    target = y.memory();
    bytes = y.type().bytes();
  }

  @Override
  void rows(int rows, int count, long offsetY, long offsetA, long offsetB, long offsetC) {
    boolean sideBySide = stepA == Integer.BYTES && stepY == Integer.BYTES;
    if (bytes == Integer.BYTES && count < LONG_ROW && (sideBySide || count == 1)) {
      long from = offsetA + shift.getAsLong();
      KernelSet.channels().copyRows(source, from, rowA, target, offsetY, rowY, count, rows);
    } else {
      super.rows(rows, count, offsetY, offsetA, offsetB, offsetC);
    }
  }

  @Override
  void span(int count, long offsetY, long offsetA, long offsetB, long offsetC) {
    long from = offsetA + shift.getAsLong();
    if (count >= BULK && stepA == bytes && stepY == bytes) {
      MemorySegment.copy(source, from, target, offsetY, (long) count * bytes);
      return;
    }
    switch (bytes) {
      case Integer.BYTES -> {
        for (int i = 0; i < count; i++) {
          target.set(INT, offsetY + i * stepY, source.get(INT, from + i * stepA));
        }
      }
      case Long.BYTES -> {
        for (int i = 0; i < count; i++) {
          target.set(LONG, offsetY + i * stepY, source.get(LONG, from + i * stepA));
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          target.set(BYTE, offsetY + i * stepY, source.get(BYTE, from + i * stepA));
        }
      }
    }
  }
}
