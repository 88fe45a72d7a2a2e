package dev.lanewise.engine.internal.compile;

import dev.lanewise.engine.LimitException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives each buffer its place in one slab, so that buffers which are never live at the same step
 * may share bytes.
 *
 * <pre>
 * for the buffers, largest first:
 *   among those placed already and live at a common step, by offset,
 *   take the smallest gap that holds it, or the end of the last of them
 * </pre>
 *
 * <p>Source: Pisarchyk and Lee, "Efficient Memory Management for Deep Neural Net Inference", 2020,
 * section 5.2, greedy by size for offset calculation.
 *
 * <p>Pure and deterministic: the order in which the buffers are given does not matter. Takes
 * quadratic time in their number.
 */
public final class MemoryPlanner {
  /** Of every offset and of the slab's size, in bytes: a cache line, and the widest vector. */
  public static final long ALIGNMENT = 64;

  private MemoryPlanner() {}

  /**
   * A piece of memory that is needed for some steps.
   *
   * @param id the caller's name for it, unique in a plan
   * @param bytes its size, at least 1
   * @param firstUse the step that writes it first
   * @param lastUse the step that reads it last, included; not before {@code firstUse}
   * @param pinned whether it is live at all steps, as inputs and outputs are, whatever its uses
   */
  public record Buffer(int id, long bytes, int firstUse, int lastUse, boolean pinned) {
    public Buffer {
      if (bytes < 1) {
        throw new IllegalArgumentException("buffer " + id + " has " + bytes + " bytes");
      }
      if (firstUse > lastUse) {
        throw new IllegalArgumentException(
            "buffer %d is used from step %d to step %d".formatted(id, firstUse, lastUse));
      }
    }

    /** Whether both are live at some step. */
    public boolean overlaps(Buffer other) {
      return pinned || other.pinned || (firstUse <= other.lastUse && other.firstUse <= lastUse);
    }
  }

  /**
   * Where the buffers lie.
   *
   * @param offsets from the start of the slab in bytes, by id; multiples of {@link #ALIGNMENT}
   * @param bytes the slab's size, a multiple of {@link #ALIGNMENT}
   */
  public record Placement(Map<Integer, Long> offsets, long bytes) {
    public Placement {
      offsets = Map.copyOf(offsets);
    }

    /**
     * The offset of a buffer in bytes.
     *
     * @throws IllegalArgumentException if the plan has no such buffer
     */
    public long offset(int id) {
      var offset = offsets.get(id);
      if (offset == null) {
        throw new IllegalArgumentException("no buffer " + id);
      }
      return offset;
    }
  }

  private record Placed(Buffer buffer, long offset, long end) {}

  /**
   * Places the buffers.
   *
   * @throws IllegalArgumentException if two have the same id
   * @throws LimitException if the slab's size exceeds 2⁶³ − 1 bytes
   */
  public static Placement plan(List<Buffer> buffers) {
    var largestFirst = new ArrayList<>(buffers);
    largestFirst.sort(
        Comparator.comparingLong(Buffer::bytes).reversed().thenComparingInt(Buffer::id));
    var byOffset = new ArrayList<Placed>();
    var offsets = new HashMap<Integer, Long>();
    long slab = 0;
    for (var buffer : largestFirst) {
      long size = aligned(buffer.bytes());
      long offset = place(buffer, size, byOffset);
      if (offset > Long.MAX_VALUE - size) {
        throw overflow();
      }
      if (offsets.put(buffer.id(), offset) != null) {
        throw new IllegalArgumentException("two buffers have the id " + buffer.id());
      }
      insert(new Placed(buffer, offset, offset + size), byOffset);
      slab = Math.max(slab, offset + size);
    }
    return new Placement(offsets, slab);
  }

  private static long place(Buffer buffer, long size, List<Placed> byOffset) {
    long best = -1;
    long bestGap = Long.MAX_VALUE;
    long end = 0;
    for (var other : byOffset) {
      if (!other.buffer.overlaps(buffer)) {
        continue;
      }
      long gap = other.offset - end;
      if (gap >= size && gap < bestGap) {
        best = end;
        bestGap = gap;
      }
      end = Math.max(end, other.end);
    }
    return best < 0 ? end : best;
  }

  private static void insert(Placed placed, List<Placed> byOffset) {
    int index =
        Collections.binarySearch(byOffset, placed, Comparator.comparingLong(Placed::offset));
    byOffset.add(index < 0 ? -index - 1 : index, placed);
  }

  private static long aligned(long bytes) {
    if (bytes > Long.MAX_VALUE - (ALIGNMENT - 1)) {
      throw overflow();
    }
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private static LimitException overflow() {
    return new LimitException("the buffers take more than 2^63 - 1 bytes");
  }
}
