package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * The floats of an off-heap segment, for kernels to read as they like best: from the segment, or
 * from buffers over it.
 *
 * <p>A buffer addresses no more than 2 GiB: window {@code i} starts at {@code i} GiB and is up to 2
 * GiB long, so that a kernel's rows lie in one window as long as they span {@link #SPAN} bytes at
 * most.
 *
 * @param segment of any length; aligned to 4 bytes
 */
public record Floats(MemorySegment segment, ByteBuffer[] bytes, FloatBuffer[] windows) {
  private static final int SHIFT = 30;
  private static final long START = 1L << SHIFT;

  /** What the rows of a call may span, in bytes. */
  public static final long SPAN = START - 12;

  /** The JDK makes no buffer of more than {@code Integer.MAX_VALUE − 8} bytes of a segment. */
  private static final long MOST = Integer.MAX_VALUE - 8 & ~3;

  /** The floats of a native segment. */
  public static Floats of(MemorySegment segment) {
    var bytes = new ByteBuffer[(int) Math.max(1, Math.ceilDiv(segment.byteSize(), START))];
    var windows = new FloatBuffer[bytes.length];
    for (int i = 0; i < windows.length; i++) {
      long from = i * START;
      bytes[i] =
          segment
              .asSlice(from, Math.min(segment.byteSize() - from, MOST))
              .asByteBuffer()
              .order(ByteOrder.nativeOrder());
      windows[i] = bytes[i].asFloatBuffer();
    }
    return new Floats(segment, bytes, windows);
  }

  /** The window in which byte {@code offset} of the segment lies. */
  FloatBuffer window(long offset) {
    return windows[(int) (offset >>> SHIFT)];
  }

  /** The same window as bytes. */
  ByteBuffer bytes(long offset) {
    return bytes[(int) (offset >>> SHIFT)];
  }

  /** The index in {@link #bytes} of byte {@code offset}. */
  static int byteIndex(long offset) {
    return (int) (offset & START - 1);
  }

  /** The index in {@link #window} of the float at byte {@code offset}. */
  static int index(long offset) {
    return byteIndex(offset) >> 2;
  }
}
