package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.Plan;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.internal.parallel.ThreadTeam;
import dev.lanewise.engine.internal.parallel.Work;
import java.lang.foreign.Arena;
import java.util.Map;

/**
 * Steps bound to a slab, ready to run.
 *
 * <p><b>Ownership.</b> Owns the slab until {@link #close()}.
 */
public final class Program implements AutoCloseable {
  private final Arena arena;
  private final Work[] works;
  private final Map<String, Tensor> inputs;
  private final Map<String, Tensor> outputs;
  private final Plan plan;

  Program(
      Arena arena,
      Work[] works,
      Map<String, Tensor> inputs,
      Map<String, Tensor> outputs,
      Plan plan) {
    this.arena = arena;
    this.works = works;
    this.inputs = inputs;
    this.outputs = outputs;
    this.plan = plan;
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

  /** Frees the slab. */
  @Override
  public void close() {
    arena.close();
  }
}
