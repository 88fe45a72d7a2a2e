package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.internal.parallel.Work;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * Does something of each work of a program until the JIT has compiled its kernels: from then on
 * they allocate nothing. Until then a kernel of vectors takes a hundred times as long or more, so
 * that a whole run would take seconds; but the JIT wants calls, not results. So a few works at a
 * time are rehearsed in turn, those with the smallest parts first, and what they share is compiled
 * by the time that the large ones come.
 */
final class Rehearsal {
  /** Parts are repeated for so long before anyone looks at what they allocated. */
  private static final long SLICE = 2_000_000;

  /** A slice may allocate so many bytes: a few vectors of what is hardly ever called. */
  private static final long LITTLE = 16 << 10;

  /** So many slices in a row that allocate little. */
  private static final int QUIET = 3;

  /** So many works take turns, while the JIT is at their kernels. */
  private static final int AT_ONCE = 8;

  /** So long a work is tried; what the JIT has not compiled well by then, it never will. */
  private static final long PATIENCE = 2_000_000_000;

  /** A machine may be busy with much else. */
  private static final long LIMIT = 30_000_000_000L;

  private final Meter meter;
  private final BooleanSupplier goesOn;
  private final IntConsumer settled;

  /**
   * A rehearsal on the calling thread.
   *
   * @param meter of the calling thread
   * @param goesOn is asked often whether to go on
   * @param settled is told the number, in the order of a run, of each work that allocates nothing
   *     any more
   */
  Rehearsal(Meter meter, BooleanSupplier goesOn, IntConsumer settled) {
    this.meter = meter;
    this.goesOn = goesOn;
    this.settled = settled;
  }

  /** Rehearses steps, whose outputs are nobody's concern. */
  void run(List<BoundStep> steps) {
    var waiting = new ArrayList<Rehearsed>();
    for (var step : steps) {
      for (var work : step.works()) {
        waiting.add(new Rehearsed(waiting.size(), work, step.description().multiplyAdds()));
      }
    }
    waiting.sort(Comparator.comparingLong(Rehearsed::multiplyAddsOfPart));
    long start = meter.nanos();
    while (!waiting.isEmpty() && meter.nanos() - start < LIMIT && goesOn.getAsBoolean()) {
      for (var work : List.copyOf(waiting.subList(0, Math.min(AT_ONCE, waiting.size())))) {
        if (isQuiet(work) || work.nanos > PATIENCE) {
          waiting.remove(work);
          settled.accept(work.number);
        }
      }
    }
  }

  /** Runs some parts; says whether that was quiet often enough. */
  private boolean isQuiet(Rehearsed rehearsed) {
    long before = meter.allocated();
    long start = meter.nanos();
    do {
      rehearsed.nextPart();
    } while (meter.nanos() - start < SLICE && goesOn.getAsBoolean());
    rehearsed.nanos += meter.nanos() - start;
    rehearsed.quiet = meter.allocated() - before <= LITTLE ? rehearsed.quiet + 1 : 0;
    return rehearsed.quiet >= QUIET;
  }

  private static final class Rehearsed {
    final int number;
    final Work work;
    final long multiplyAdds;
    int part;
    int quiet;
    long nanos;

    Rehearsed(int number, Work work, long multiplyAdds) {
      this.number = number;
      this.work = work;
      this.multiplyAdds = multiplyAdds;
    }

    long multiplyAddsOfPart() {
      return multiplyAdds / work.parts();
    }

    void nextPart() {
      work.run(part, 0);
      part = (part + 1) % work.parts();
    }
  }
}
