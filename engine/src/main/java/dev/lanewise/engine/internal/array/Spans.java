package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.internal.parallel.Work;
import java.util.ArrayList;
import java.util.List;

/**
 * Work on the elements of an output one by one, beside up to three inputs of the same extents: cut
 * into spans that lie at equal steps in all of them.
 */
abstract class Spans implements Work {
  /** Elements of a part. */
  private static final int PART = 1 << 14;

  private final Walk walk;
  private final int inputs;

  /** The output, and bytes from one of its elements to the next within a span. */
  final View y;

  final long stepY;

  /** Bytes from an element of the first input to the next within a span, and so on. */
  final long stepA;

  final long stepB;
  final long stepC;

  /** Bytes from a row of a group to the next in the output, in the first input, and so on. */
  final long rowY;

  final long rowA;
  private final long rowB;
  private final long rowC;

  Spans(View y, View... inputs) {
    this.y = y;
    this.inputs = inputs.length;
    var views = new ArrayList<View>(List.of(inputs));
    views.addFirst(y);
    walk = Walk.alongMemory(views);
    stepY = walk.step(0);
    stepA = inputs.length > 0 ? walk.step(1) : 0;
    stepB = inputs.length > 1 ? walk.step(2) : 0;
    stepC = inputs.length > 2 ? walk.step(3) : 0;
    rowY = walk.rowStep(0);
    rowA = inputs.length > 0 ? walk.rowStep(1) : 0;
    rowB = inputs.length > 1 ? walk.rowStep(2) : 0;
    rowC = inputs.length > 2 ? walk.rowStep(3) : 0;
  }

  /** Computes {@code count} elements that start at these offsets. */
  abstract void span(int count, long offsetY, long offsetA, long offsetB, long offsetC);

  /**
   * Computes whole rows of a group, each a span of {@code count} elements; the first starts at
   * these offsets.
   */
  void rows(int rows, int count, long offsetY, long offsetA, long offsetB, long offsetC) {
    for (int row = 0; row < rows; row++) {
      span(
          count,
          offsetY + row * rowY,
          offsetA + row * rowA,
          offsetB + row * rowB,
          offsetC + row * rowC);
    }
  }

  @Override
  public final int parts() {
    return Math.toIntExact(Math.max(1, Math.ceilDiv(walk.elements(), PART)));
  }

  @Override
  public final void run(int part, int worker) {
    long from = (long) part * PART;
    long end = Math.min(walk.elements(), from + PART);
    while (from < end) {
      from = group(from, end);
    }
  }

  /** The rest of a group of rows, whose offsets need one division for all; returns what is next. */
  private long group(long first, long end) {
    long firstRow = first / walk.length();
    long y = walk.offset(0, firstRow);
    long a = inputs > 0 ? walk.offset(1, firstRow) : 0;
    long b = inputs > 1 ? walk.offset(2, firstRow) : 0;
    long c = inputs > 2 ? walk.offset(3, firstRow) : 0;
    int length = walk.length();
    int at = (int) (first % length);
    if (at > 0 || end - first < length) {
      int count = (int) Math.min(length - at, end - first);
      span(count, y + at * stepY, a + at * stepA, b + at * stepB, c + at * stepC);
      return first + count;
    }
    int rows = walk.group() - (int) (firstRow % walk.group());
    rows = (int) Math.min(rows, (end - first) / length);
    rows(rows, length, y, a, b, c);
    return first + (long) rows * length;
  }
}
