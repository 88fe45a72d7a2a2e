package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.internal.parallel.Work;

/** Work on places one by one, each of which takes about so many operations. */
abstract class Each implements Work {
  /** Operations of a part. */
  private static final long PART = 1 << 15;

  /** The way through the arrays; the subclass knows which is which. */
  final Walk walk;

  private final long places;
  private final long perPart;

  Each(Walk walk, long operations) {
    this.walk = walk;
    places = walk.elements();
    perPart = Math.max(1, PART / Math.max(1, operations));
  }

  /** Does the place of this number. */
  abstract void place(long index);

  /** Does the places of these numbers. */
  void places(long from, long end) {
    for (long index = from; index < end; index++) {
      place(index);
    }
  }

  @Override
  public final int parts() {
    return Math.toIntExact(Math.max(1, Math.ceilDiv(places, perPart)));
  }

  @Override
  public final void run(int part, int worker) {
    long from = part * perPart;
    places(from, Math.min(places, from + perPart));
  }
}
