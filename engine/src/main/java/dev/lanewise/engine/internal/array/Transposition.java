package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.internal.parallel.Work;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * A copy of 4-byte elements of which those side by side in one array lie apart in the other. That
 * is what becomes of a picture, whose channels lie side by side, in an array of another rank, of
 * such an array in a picture, and of channels that are shuffled.
 *
 * <p>Rows lie side by side where they come from; four of them are copied at once, column by column,
 * so that a line of the cache is read for four. A part is a block of rows and columns.
 */
final class Transposition implements Work {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

  /** Rows of a part: a line of the cache where they lie side by side. */
  private static final int ROWS = 16;

  /** Columns of a part: two lines for each stay in the first-level cache. */
  private static final int COLUMNS = 256;

  /** Shorter rows are not worth a loop. */
  private static final int SHORT = 16;

  /** Fewer elements, in rows side by side, are not worth a part. */
  private static final int FEW = 1024;

  private final MemorySegment source;
  private final MemorySegment target;
  private final Walk walk;
  private final int rowBlocks;
  private final int columnBlocks;
  private final long columnA;
  private final long columnY;
  private final long rowY;

  private Transposition(Walk walk, View x, View y) {
    this.walk = walk;
    source = x.memory();
    target = y.memory();
    rowBlocks = Math.ceilDiv(walk.group(), ROWS);
    columnBlocks = Math.ceilDiv(walk.length(), COLUMNS);
    columnA = walk.step(1);
    columnY = walk.step(0);
    rowY = walk.rowStep(0);
  }

  /** y = x: a transposition if it is one, or a plain copy. */
  static Work orCopy(View x, View y) {
    var views = List.of(y, x);
    if (y.type().bytes() != Integer.BYTES || y.elements() == 0) {
      return new Copy(x, y);
    }
    var along = Walk.alongMemory(views);
    if (along.step(0) == Integer.BYTES && along.step(1) == Integer.BYTES) {
      return new Copy(x, y);
    }
    if (isOne(along)) {
      return new Transposition(along, x, y);
    }
    var across = Walk.acrossMemory(views);
    return isOne(across) ? new Transposition(across, x, y) : new Copy(x, y);
  }

  private static boolean isOne(Walk walk) {
    return walk.rowStep(1) == Integer.BYTES
        && walk.group() > 1
        && walk.length() >= SHORT
        && (long) walk.group() * walk.length() >= FEW;
  }

  @Override
  public int parts() {
    return Math.toIntExact(walk.rows() / walk.group() * rowBlocks * columnBlocks);
  }

  /** Parts side by side have the same columns: threads write few lines of each other's. */
  @Override
  public void run(int part, int worker) {
    int blocks = parts() / columnBlocks;
    int column = part / blocks * COLUMNS;
    int block = part % blocks;
    int row = block % rowBlocks * ROWS;
    long first = (long) (block / rowBlocks) * walk.group() + row;
    long to = walk.offset(0, first) + column * columnY;
    long from = walk.offset(1, first) + column * columnA;
    int columns = Math.min(COLUMNS, walk.length() - column);
    int rows = Math.min(ROWS, walk.group() - row);
    int done = 0;
    for (; done + 4 <= rows; done += 4) {
      four(from + (long) done * Integer.BYTES, to + done * rowY, columns);
    }
    for (; done < rows; done++) {
      one(from + (long) done * Integer.BYTES, to + done * rowY, columns);
    }
  }

  private void four(long from, long to, int columns) {
    long to1 = to + rowY;
    long to2 = to + 2 * rowY;
    long to3 = to + 3 * rowY;
    for (int i = 0; i < columns; i++) {
      long at = from + i * columnA;
      target.set(INT, to + i * columnY, source.get(INT, at));
      target.set(INT, to1 + i * columnY, source.get(INT, at + 4));
      target.set(INT, to2 + i * columnY, source.get(INT, at + 8));
      target.set(INT, to3 + i * columnY, source.get(INT, at + 12));
    }
  }

  private void one(long from, long to, int columns) {
    for (int i = 0; i < columns; i++) {
      target.set(INT, to + i * columnY, source.get(INT, from + i * columnA));
    }
  }
}
