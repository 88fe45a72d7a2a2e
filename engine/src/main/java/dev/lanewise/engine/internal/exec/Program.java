package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Plan;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.WarmUp;
import dev.lanewise.engine.internal.kernel.KernelSet;
import dev.lanewise.engine.internal.parallel.ThreadTeam;
import dev.lanewise.engine.internal.parallel.Work;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * Steps bound to a slab, ready to run.
 *
 * <p><b>Ownership.</b> Owns the slab until {@link #close()}.
 */
public final class Program implements AutoCloseable {
  private final Arena arena;
  private final Graph graph;
  private final List<BoundStep> steps;
  private final Work[] works;
  private final Map<String, Tensor> inputs;
  private final Map<String, Tensor> outputs;
  private final Plan plan;

  Program(
      Arena arena,
      Graph graph,
      List<BoundStep> steps,
      Map<String, Tensor> inputs,
      Map<String, Tensor> outputs,
      Plan plan) {
    this.arena = arena;
    this.graph = graph;
    this.steps = List.copyOf(steps);
    works = works(steps);
    this.inputs = inputs;
    this.outputs = outputs;
    this.plan = plan;
  }

  /** All works in the order of a run. */
  static Work[] works(List<BoundStep> steps) {
    return steps.stream().flatMap(step -> step.works().stream()).toArray(Work[]::new);
  }

  /** The inputs by name: views into the slab. */
  public Map<String, Tensor> inputs() {
    return inputs;
  }

  /** The outputs by name: views into the slab. */
  public Map<String, Tensor> outputs() {
    return outputs;
  }

  /** What a run does. */
  public Plan plan() {
    return plan;
  }

  /** How many works a run is. */
  public int works() {
    return works.length;
  }

  /** Does all steps in order. */
  public void run(ThreadTeam team) {
    for (var work : works) {
      team.run(work);
    }
  }

  /**
   * The same while the process is not warm.
   *
   * @param settled which works, in the order of a run, are to be done with the chosen kernels all
   *     the same
   */
  public void run(ThreadTeam team, IntPredicate settled) {
    try {
      for (int i = 0; i < works.length; i++) {
        KernelSet.setWarmForNow(settled.test(i));
        team.run(works[i]);
      }
    } finally {
      KernelSet.setWarmForNow(false);
    }
  }

  /**
   * Repeats all steps until the JIT has compiled them; inputs keep their contents, outputs are
   * those of a run.
   *
   * @param limit how long to try
   */
  public WarmUp warmUp(ThreadTeam team, Duration limit) {
    KernelSet.setWarm(true);
    long start = System.nanoTime();
    long most = nanos(limit);
    // Half of it is for what the rehearsal does not see: whole runs, with all threads.
    KernelSet.warming(() -> rehearse(() -> System.nanoTime() - start < most / 2, work -> {}));
    double peak = PeakRate.of(team);
    var result =
        ProgramWarmUp.run(
            steps,
            step -> ExpectedTime.of(step.description(), graph, peak),
            team,
            new ThreadMeter(team),
            Duration.ofNanos(most - (System.nanoTime() - start)));
    var time = Duration.ofNanos(System.nanoTime() - start);
    return new WarmUp(result.passes(), time, result.steady(), result.slow());
  }

  /** As far as a {@code long} goes: 292 years. */
  private static long nanos(Duration duration) {
    var longest = Duration.ofNanos(Long.MAX_VALUE);
    return duration.compareTo(longest) < 0 ? duration.toNanos() : Long.MAX_VALUE;
  }

  /**
   * Does something of each step until the JIT has compiled its kernels, on the calling thread; the
   * outputs hold nothing of use then.
   *
   * @param goesOn is asked often whether to go on
   * @param settled is told which works, in the order of a run, are compiled
   */
  public void rehearse(BooleanSupplier goesOn, IntConsumer settled) {
    new Rehearsal(new ThreadMeter(), goesOn, settled).run(steps);
  }

  /** Frees the slab. */
  @Override
  public void close() {
    arena.close();
  }
}
