package dev.lanewise.engine;

import dev.lanewise.engine.internal.exec.Program;
import dev.lanewise.engine.internal.kernel.KernelSet;
import dev.lanewise.engine.internal.parallel.ThreadTeam;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A model made ready to run for given input shapes and threads: one slab of off-heap memory for all
 * activations, and a team of threads.
 *
 * <pre>{@code
 * session.input("input").copyFrom(picture);      // or decode straight into it
 * session.run();
 * float[] logits = session.output("fc").toArray(Layout.NCHW);
 * }</pre>
 *
 * <p>{@link #run()} gives the same bits whatever the number of threads, the place in the batch and
 * the width of the machine's vectors, and allocates nothing on the heap once the process is warm.
 *
 * <p><b>The first runs.</b> A process starts with loops that the JIT compiles quickly, at a quarter
 * to a tenth of the speed. After a run a daemon thread makes it compile the vector kernels, which
 * takes some seconds and as much memory as the session's slab, and all sessions turn to those when
 * that is done. Closing the session ends it. A service that wants all its speed from the first
 * request calls {@link #warmUp()} before; the system property {@code lanewise.start=vectors} lets
 * the first run wait instead.
 *
 * <p><b>Ownership.</b> Inputs and outputs are views into the slab: outputs are valid until the next
 * run, and neither may be used after {@link #close()}.
 *
 * <p><b>Threads.</b> One caller at a time, of any thread; a second one that comes during a run gets
 * a {@link SessionStateException}.
 */
public final class Session implements AutoCloseable {
  /** A larger slab is not made twice: the next runs wait for the JIT then. */
  private static final long MOST_BEHIND = 256 << 20;

  private final Model model;
  private final Graph graph;
  private final Program program;
  private final ThreadTeam team;
  private final SessionOptions options;
  private final AtomicReference<State> state = new AtomicReference<>(State.READY);

  /** While the process is not warm; touched by whoever runs. */
  private @Nullable BackgroundWarmUp behind;

  private enum State {
    READY,
    RUNNING,
    CLOSED
  }

  /**
   * A session that owns {@code program}, also where it fails.
   *
   * @param prepare what is left to be done before the first run, with the session's threads
   */
  Session(
      Model model,
      Graph graph,
      Program program,
      SessionOptions options,
      Consumer<ThreadTeam> prepare) {
    this.model = model;
    this.graph = graph;
    this.program = program;
    this.options = options;
    try {
      team = new ThreadTeam(options.threads(), "lanewise-" + graph.name());
    } catch (Throwable failure) {
      program.close();
      throw failure;
    }
    try {
      prepare.accept(team);
    } catch (Throwable failure) {
      team.close();
      program.close();
      throw failure;
    }
  }

  /**
   * The graph that this session runs, after folding and fusion. At {@link Precision#EXACT} {@link
   * dev.lanewise.engine.reference.Interpreter} gives the same bits for it.
   */
  public Graph graph() {
    return graph;
  }

  /** The steps of a run and the memory they take. */
  public Plan plan() {
    return program.plan();
  }

  /**
   * The only input: a writable view, {@link Layout#NHWC} if its rank is 4.
   *
   * @throws GraphException if there are several
   */
  public Tensor input() {
    return only("inputs", program.inputs());
  }

  /**
   * An input: a writable view, {@link Layout#NHWC} if its rank is 4. It keeps its contents from run
   * to run.
   *
   * @throws GraphException if there is no such input
   */
  public Tensor input(String name) {
    var tensor = program.inputs().get(name);
    if (tensor == null) {
      throw new GraphException(
          "%s has no input \"%s\"; its inputs are %s"
              .formatted(graph.name(), name, program.inputs().keySet()));
    }
    return tensor;
  }

  /**
   * The only output: a view, {@link Layout#NHWC} if its rank is 4, valid until the next run.
   *
   * @throws GraphException if there are several
   */
  public Tensor output() {
    return only("outputs", program.outputs());
  }

  /**
   * An output: a view, {@link Layout#NHWC} if its rank is 4, valid until the next run.
   *
   * @throws GraphException if there is no such output
   */
  public Tensor output(String name) {
    var tensor = program.outputs().get(name);
    if (tensor == null) {
      throw new GraphException(
          "%s has no output \"%s\"; its outputs are %s"
              .formatted(graph.name(), name, program.outputs().keySet()));
    }
    return tensor;
  }

  /** All outputs by name, in the graph's order. */
  public Map<String, Tensor> outputs() {
    return Collections.unmodifiableMap(program.outputs());
  }

  /**
   * Computes the outputs from what the inputs hold.
   *
   * @throws SessionStateException if the session is closed or another run is under way
   */
  public void run() {
    enter(State.RUNNING);
    try {
      compute();
    } finally {
      state.set(State.READY);
    }
  }

  /**
   * Copies {@code input} into the only input, converting its layout where needed, and runs.
   *
   * @return {@link #output()}
   * @throws GraphException if there are several inputs or outputs, before anything is computed
   * @throws ShapeException if the input's shape is not the one that the session was made for
   * @throws SessionStateException if the session is closed or another run is under way, whose input
   *     stays as it is
   */
  public Tensor run(Tensor input) {
    var target = input();
    var result = output();
    enter(State.RUNNING);
    try {
      target.copyFrom(input);
      compute();
    } finally {
      state.set(State.READY);
    }
    return result;
  }

  /** {@link #warmUp(Duration)} for ten seconds at most. */
  public WarmUp warmUp() {
    return warmUp(Duration.ofSeconds(10));
  }

  /**
   * Repeats the steps of a run until the JIT has compiled them: from then on a run is as fast as it
   * gets, and allocates nothing. What the inputs hold does not matter and stays; the outputs are
   * overwritten. Worth its time, some seconds, before a service takes requests.
   *
   * <p>It also tells how well the JIT did: steps that still allocate, or take more than twice the
   * time that the peak rate of multiply-adds, measured here and now, lets expect. They are logged
   * as well, at {@code WARNING}, to the {@link System.Logger} {@code dev.lanewise.engine}, once for
   * each model.
   *
   * <p>What virtual threads allocate is not counted: call it from a platform thread.
   *
   * @param limit how long to try; a large network takes at least one run
   * @throws SessionStateException if the session is closed or a run is under way
   */
  public WarmUp warmUp(Duration limit) {
    enter(State.RUNNING);
    WarmUp result;
    try {
      if (behind != null) {
        behind.stopAndWait();
      }
      result = program.warmUp(team, limit);
    } finally {
      state.set(State.READY);
    }
    model.reportOnce(result);
    return result;
  }

  /**
   * Ends the threads and frees the slab; does nothing a second time.
   *
   * @throws SessionStateException if a run is under way
   */
  @Override
  public void close() {
    if (state.get() == State.CLOSED) {
      return;
    }
    enter(State.CLOSED);
    if (behind != null) {
      behind.stop();
    }
    team.close();
    program.close();
    model.release();
  }

  private void compute() {
    if (KernelSet.isWarm()) {
      program.run(team);
      return;
    }
    var warmUp = behind;
    program.run(team, warmUp == null ? work -> false : warmUp::isSettled);
    // After a run, since the first result should not wait for it.
    if ((warmUp == null || warmUp.hasEnded()) && !KernelSet.isWarm() && !KernelSet.isWarming()) {
      warmUpBehind();
    }
  }

  private void warmUpBehind() {
    if (program.plan().slabBytes() > MOST_BEHIND) {
      KernelSet.setWarm(true);
    } else {
      behind = BackgroundWarmUp.start(model, graph, options, program.works());
    }
  }

  private void enter(State next) {
    if (!state.compareAndSet(State.READY, next)) {
      throw new SessionStateException(
          state.get() == State.CLOSED
              ? "the session of " + graph.name() + " is closed"
              : "the session of " + graph.name() + " is running for another caller");
    }
  }

  private Tensor only(String what, Map<String, Tensor> tensors) {
    if (tensors.size() != 1) {
      throw new GraphException(
          "%s has %d %s, name one: %s"
              .formatted(graph.name(), tensors.size(), what, tensors.keySet()));
    }
    return tensors.values().iterator().next();
  }
}
