package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Plan;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.WarmUp;
import dev.lanewise.engine.internal.gemm.Gemm;
import dev.lanewise.engine.internal.parallel.ThreadTeam;
import dev.lanewise.engine.internal.parallel.Work;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.List;
import java.util.Map;

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

  /** Does all steps in order. */
  public void run(ThreadTeam team) {
    for (var work : works) {
      team.run(work);
    }
  }

  /**
   * Repeats all steps until the JIT has compiled them; inputs keep their contents, outputs are
   * those of a run.
   *
   * @param limit how long to try
   */
  public WarmUp warmUp(ThreadTeam team, Duration limit) {
    Gemm.readAhead();
    double peak = PeakRate.of(team);
    return ProgramWarmUp.run(
        steps,
        step -> ExpectedTime.of(step.description(), graph, peak),
        team,
        new ThreadMeter(team),
        limit);
  }

  /** Frees the slab. */
  @Override
  public void close() {
    arena.close();
  }
}
