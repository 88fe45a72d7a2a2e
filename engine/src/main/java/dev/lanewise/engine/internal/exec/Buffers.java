package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.LimitException;
import dev.lanewise.engine.internal.compile.MemoryPlanner;
import dev.lanewise.engine.internal.conv.Pixels;
import dev.lanewise.engine.internal.gemm.PackedMatrix;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The places that a program's values take in the slab, and from which step to which they are
 * needed.
 */
final class Buffers {
  /**
   * A value's place.
   *
   * @param pitch elements from a pixel to the next
   * @param first the channel of the buffer at which the place's own begin
   */
  record Place(int buffer, Extents extents, int pitch, int first) {
    /** Whether the channels fill whole vectors up to the pitch. */
    boolean isPadded() {
      return pitch % PackedMatrix.PADDING == 0;
    }

    /** Whether its elements lie without gaps. */
    boolean isDense() {
      return first == 0 && (pitch == extents.channels() || extents.pixels() == 1);
    }

    /** The place as pixels of no memory yet. */
    Pixels pixels() {
      return in(MemorySegment.NULL, 0);
    }

    /** The place in a slab, the buffer starting at {@code offset}. */
    Pixels in(MemorySegment slab, long offset) {
      return new Pixels(
          slab,
          offset + (long) first * Float.BYTES,
          extents.batch(),
          extents.height(),
          extents.width(),
          extents.channels(),
          pitch);
    }
  }

  private static final class Life {
    final long bytes;
    final boolean pinned;
    int first = Integer.MAX_VALUE;
    int last = -1;

    Life(long bytes, boolean pinned) {
      this.bytes = bytes;
      this.pinned = pinned;
    }
  }

  private final List<Life> lives = new ArrayList<>();

  /** A new buffer of float32; a pinned one keeps its contents from run to run. */
  Place add(String name, Extents extents, int pitch, boolean pinned) {
    return add(name, ElementType.F32, extents, pitch, pinned);
  }

  /** A new buffer; a pinned one keeps its contents from run to run. */
  Place add(String name, ElementType type, Extents extents, int pitch, boolean pinned) {
    if (extents.pixels() > Long.MAX_VALUE / type.bytes() / Math.max(1, pitch)) {
      throw new LimitException(name + " takes more than 2⁶³ bytes");
    }
    lives.add(new Life(Math.max(1, (long) extents.pixels() * pitch * type.bytes()), pinned));
    return new Place(lives.size() - 1, extents, pitch, 0);
  }

  /** Notes that a step reads or writes a place. */
  void use(Place place, int step) {
    var life = lives.get(place.buffer());
    life.first = Math.min(life.first, step);
    life.last = Math.max(life.last, step);
  }

  /** What all buffers would take side by side. */
  long bytes() {
    long sum = 0;
    for (var life : lives) {
      sum = Math.addExact(sum, life.bytes);
    }
    return sum;
  }

  /** Where each buffer goes in a slab for a program of so many steps. */
  MemoryPlanner.Placement plan(int steps) {
    var buffers = new ArrayList<MemoryPlanner.Buffer>();
    for (int id = 0; id < lives.size(); id++) {
      var life = lives.get(id);
      boolean always = life.pinned || life.last < 0;
      buffers.add(
          new MemoryPlanner.Buffer(
              id,
              life.bytes,
              always ? 0 : life.first,
              always ? Math.max(0, steps - 1) : life.last,
              life.pinned));
    }
    return MemoryPlanner.plan(buffers);
  }
}
