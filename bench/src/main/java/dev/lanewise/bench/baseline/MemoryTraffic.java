package dev.lanewise.bench.baseline;

import dev.lanewise.engine.internal.kernel.MemoryReads;
import dev.lanewise.engine.internal.parallel.ThreadTeam;
import dev.lanewise.engine.internal.parallel.Work;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * So many bytes read, or read and written, and nothing done with them: what a layer that waits for
 * memory is measured against.
 *
 * <p><b>Ownership.</b> Owns its memory and its threads until {@link #close()}.
 */
public final class MemoryTraffic implements AutoCloseable {
  /** What moves. */
  public enum Kind {
    /** All bytes are read. */
    READ,
    /** Half of the bytes are read, and written as the other half. */
    COPY
  }

  private final Arena arena = Arena.ofShared();
  private final ThreadTeam team;
  private final long bytes;
  private final Work work;
  private final float[] sums;

  /**
   * Traffic of at least {@code bytes}, shared out to {@code threads}; every thread's share ends
   * with a whole step of {@link MemoryReads}.
   */
  public MemoryTraffic(Kind kind, long bytes, int threads) {
    long share = Math.ceilDiv(bytes, 2L * threads * MemoryReads.STEP) * 2 * MemoryReads.STEP;
    this.bytes = share * threads;
    sums = new float[threads * 16];
    var memory = arena.allocate(this.bytes, 64).fill((byte) 0);
    work =
        switch (kind) {
          case READ -> new Read(memory, Math.toIntExact(share), sums);
          case COPY -> new Copy(memory, share / 2, threads);
        };
    team = new ThreadTeam(threads, "traffic");
  }

  /** The bytes of a run. */
  public long bytes() {
    return bytes;
  }

  /** Moves all bytes; returns something of them. */
  public float run() {
    team.run(work);
    return sums[0];
  }

  /** A part leaves its sum in a cache line of its own. */
  private record Read(MemorySegment memory, int share, float[] sums) implements Work {
    @Override
    public int parts() {
      return sums.length / 16;
    }

    @Override
    public void run(int part, int worker) {
      sums[part * 16] = MemoryReads.sum(memory, (long) part * share, share);
    }
  }

  private record Copy(MemorySegment memory, long share, int parts) implements Work {
    @Override
    public void run(int part, int worker) {
      MemorySegment.copy(memory, part * share, memory, (parts + part) * share, share);
    }
  }

  @Override
  public void close() {
    team.close();
    arena.close();
  }
}
