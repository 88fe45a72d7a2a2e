package dev.lanewise.engine.internal.conv;

import java.lang.foreign.MemorySegment;

/**
 * The workers' scratch: {@code bytes} for each, one after the other.
 *
 * @param offset of worker 0's, in bytes
 */
public record Scratch(MemorySegment segment, long offset, long bytes) {
  /** Where a worker's scratch starts, in bytes. */
  public long of(int worker) {
    return offset + worker * bytes;
  }
}
