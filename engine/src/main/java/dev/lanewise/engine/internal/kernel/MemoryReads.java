package dev.lanewise.engine.internal.kernel;

import java.lang.foreign.MemorySegment;

/**
 * Reading memory and nothing else, with the vectors of the kernels in use: what kernels that wait
 * for memory are measured against.
 */
public final class MemoryReads {
  private static final boolean SCALAR = KernelSet.chosen().bits() == 0;

  /** What is read is a multiple of so many bytes. */
  public static final int STEP = 8 * 64;

  private MemoryReads() {}

  /**
   * Reads a stretch of memory from its beginning to its end.
   *
   * @param offset in bytes
   * @param bytes a multiple of {@link #STEP}, below 2 GiB
   * @return a sum over the floats, in no particular order
   */
  public static float sum(MemorySegment memory, long offset, int bytes) {
    return SCALAR ? ScalarReads.sum(memory, offset, bytes) : VectorReads.sum(memory, offset, bytes);
  }
}
