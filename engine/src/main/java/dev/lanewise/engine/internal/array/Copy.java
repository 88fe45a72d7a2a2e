package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.internal.kernel.ChannelKernels;
import dev.lanewise.engine.internal.kernel.KernelSet;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** y = x, both of one type: whatever moves elements is this over views of other strides. */
final class Copy extends Spans {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

  private static final ChannelKernels KERNELS = KernelSet.chosen().channels();

  /** Fewer elements are copied faster one by one. */
  private static final int BULK = 32;

  private final MemorySegment source;
  private final MemorySegment target;
  private final int bytes;

  Copy(View x, View y) {
    super(y, x);
    source = x.memory();
    target = y.memory();
    bytes = y.type().bytes();
  }

  @Override
  void rows(int rows, int count, long offsetY, long offsetA, long offsetB, long offsetC) {
    boolean sideBySide = stepA == Integer.BYTES && stepY == Integer.BYTES;
    if (bytes == Integer.BYTES && count < BULK && (sideBySide || count == 1)) {
      KERNELS.copyRows(source, offsetA, rowA, target, offsetY, rowY, count, rows);
    } else {
      super.rows(rows, count, offsetY, offsetA, offsetB, offsetC);
    }
  }

  @Override
  void span(int count, long offsetY, long offsetA, long offsetB, long offsetC) {
    if (count >= BULK && stepA == bytes && stepY == bytes) {
      MemorySegment.copy(source, offsetA, target, offsetY, (long) count * bytes);
      return;
    }
    switch (bytes) {
      case Integer.BYTES -> {
        for (int i = 0; i < count; i++) {
          target.set(INT, offsetY + i * stepY, source.get(INT, offsetA + i * stepA));
        }
      }
      case Long.BYTES -> {
        for (int i = 0; i < count; i++) {
          target.set(LONG, offsetY + i * stepY, source.get(LONG, offsetA + i * stepA));
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          target.set(BYTE, offsetY + i * stepY, source.get(BYTE, offsetA + i * stepA));
        }
      }
    }
  }
}
