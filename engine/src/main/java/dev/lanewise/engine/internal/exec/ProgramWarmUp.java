package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.WarmUp;
import dev.lanewise.engine.internal.parallel.ThreadTeam;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Brings a program to its steady state, and says which of its steps went badly. */
final class ProgramWarmUp {
  /** Noise doubles a time now and then; a kernel that is not compiled well takes tens of times. */
  private static final int TOLERANCE = 2;

  private ProgramWarmUp() {}

  /**
   * Warms up.
   *
   * @param steps the program's, in the order of a run
   * @param expected the nanoseconds that are expected of a step, 0 for none
   * @param limit how long to try
   */
  static WarmUp run(
      List<BoundStep> steps,
      ToLongFunction<BoundStep> expected,
      ThreadTeam team,
      Meter meter,
      Duration limit) {
    long start = meter.nanos();
    var works = Program.works(steps);
    var state = new SteadyState(works, team, meter);
    boolean steady = state.reach(limit.toNanos());
    var slow = new ArrayList<WarmUp.Slow>();
    int work = 0;
    for (var step : steps) {
      long allocated = 0;
      long nanos = 0;
      for (int i = 0; i < step.works().size(); i++, work++) {
        allocated += state.allocated(work);
        nanos += state.fastest(work);
      }
      long least = expected.applyAsLong(step);
      if (allocated > 0 || (least > 0 && nanos > TOLERANCE * least)) {
        slow.add(
            new WarmUp.Slow(
                step.description().name(),
                step.description().algorithm(),
                allocated,
                Duration.ofNanos(nanos),
                Duration.ofNanos(least)));
      }
    }
    return new WarmUp(state.passes(), Duration.ofNanos(meter.nanos() - start), steady, slow);
  }
}
