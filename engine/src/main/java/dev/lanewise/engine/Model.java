package dev.lanewise.engine;

import dev.lanewise.engine.internal.compile.Compiler;
import dev.lanewise.engine.internal.compile.FoldedConstants;
import dev.lanewise.engine.internal.compile.WeightBudget;
import dev.lanewise.engine.internal.exec.PackedWeights;
import dev.lanewise.engine.internal.exec.Program;
import dev.lanewise.engine.internal.exec.ProgramBuilder;
import dev.lanewise.engine.internal.exec.WeightPacking;
import dev.lanewise.engine.internal.kernel.KernelSet;
import dev.lanewise.engine.internal.parallel.ThreadTeam;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A graph compiled at a precision: batch norms folded, activations and skip adds fused, weights
 * packed for the kernels in off-heap memory.
 *
 * <pre>{@code
 * try (var model = Model.compile(graph);
 *     var session = model.newSession(SessionOptions.of("input", Shape.of(1, 3, 224, 224)))) {
 *   Tensor logits = session.run(picture);
 * }
 * }</pre>
 *
 * <p><b>Ownership.</b> A model owns its packed weights until {@link #close()}, and closing it while
 * a session of it is open is refused. It copies what it needs of the graph's constants when it is
 * compiled, and they may be closed then. Only the first session for each list of outputs of its own
 * ({@link SessionOptions#withOutput}) reads them once more, since it is compiled again; none does
 * after {@link #newSession} has returned it.
 *
 * <p><b>Threads.</b> Any number of threads may share a model.
 */
public final class Model implements AutoCloseable {
  private final Graph source;
  private final Graph graph;
  private final CompileOptions options;
  private final WeightBudget budget;
  private final FoldedConstants folded;
  private final PackedWeights packed;
  private final Map<List<String>, Graph> compiled = new HashMap<>();
  private final AtomicBoolean reported = new AtomicBoolean();
  private int sessions;
  private int retained;
  private boolean closed;

  private Model(Graph source, CompileOptions options) {
    this.source = source;
    this.options = options;
    budget = new WeightBudget(options.maxWeightBytes());
    folded = new FoldedConstants(Arena.ofShared(), budget);
    try {
      graph = Compiler.compile(source, folded);
      packed = new PackedWeights(budget);
    } catch (Throwable failure) {
      folded.close();
      throw failure;
    }
    try {
      pack(graph);
    } catch (Throwable failure) {
      packed.close();
      folded.close();
      throw failure;
    }
    compiled.put(source.outputs(), graph);
  }

  /** Compiles with {@link CompileOptions#DEFAULT}. */
  public static Model compile(Graph graph) {
    return compile(graph, CompileOptions.DEFAULT);
  }

  /**
   * Compiles a graph.
   *
   * @throws GraphException if weights are not constants, naming the node
   * @throws LimitException if the weights would take more memory than the options allow
   * @throws SessionStateException if a constant of the graph is closed, naming it
   * @throws UnsupportedMachineException if the engine cannot run well here
   */
  public static Model compile(Graph graph, CompileOptions options) {
    var problem = KernelSet.chosen().problem();
    if (!problem.isEmpty()) {
      throw new UnsupportedMachineException(problem);
    }
    requireOpen(graph);
    return new Model(graph, options);
  }

  /** The graph that a session without outputs of its own runs, after folding and fusion. */
  public Graph graph() {
    return graph;
  }

  /** The options it was compiled with. */
  public CompileOptions options() {
    return options;
  }

  /** The off-heap memory that the folded and packed weights take at present, in bytes. */
  public long weightBytes() {
    return budget.bytes();
  }

  /**
   * A new session for these input shapes and threads; close it when done.
   *
   * @throws GraphException if an input or output name is unknown
   * @throws ShapeException if an input's shape is missing or does not fit, naming the node and both
   *     sides
   * @throws LimitException if the slab would take more memory than the options allow, or the
   *     weights, which at {@link Precision#FAST} are transformed for pictures of this size when the
   *     first session of it is made
   * @throws SessionStateException if the model is closed, or the graph must be compiled again for
   *     these outputs and its constants are closed
   */
  public Session newSession(SessionOptions options) {
    var toRun = open(options.outputs().isEmpty() ? source.outputs() : options.outputs());
    try {
      var program = program(toRun, options);
      return new Session(this, toRun, program, options, packed::fill);
    } catch (Throwable failure) {
      release();
      throw failure;
    }
  }

  /** The steps of a graph for the shapes that the options say. */
  Program program(Graph toRun, SessionOptions options) {
    return ProgramBuilder.build(
        toRun,
        options.inputShapes(),
        this.options.precision(),
        ThreadTeam.useful(options.threads()),
        packed,
        this.options.maxSlabBytes());
  }

  /** Counts one more session and gives it its graph. */
  private synchronized Graph open(List<String> outputs) {
    if (closed) {
      throw new SessionStateException("the model of " + source.name() + " is closed");
    }
    var toRun = compiled.get(outputs);
    if (toRun == null) {
      requireOpen(source);
      toRun = Compiler.compile(source.withOutputs(outputs), folded);
      try {
        pack(toRun);
      } catch (Throwable failure) {
        // What has its place must not wait for constants that may be closed from now on.
        fill();
        throw failure;
      }
      compiled.put(outputs, toRun);
    }
    sessions++;
    return toRun;
  }

  /** From then on nothing reads the graph's constants. */
  private void pack(Graph toRun) {
    WeightPacking.packAll(toRun, options.precision(), folded, packed);
    fill();
  }

  private void fill() {
    try (var team = new ThreadTeam(options.threads(), "lanewise-compile-" + source.name())) {
      packed.fill(team);
    }
  }

  /** Constants belong to whoever made the graph. */
  private static void requireOpen(Graph graph) {
    graph
        .constants()
        .forEach(
            (constant, tensor) -> {
              if (!tensor.segment().scope().isAlive()) {
                throw new SessionStateException(
                    "the constant \"%s\" of %s is closed; keep what holds the weights open until"
                            .formatted(constant, graph.name())
                        + " the model is compiled, and its first session for each list of outputs"
                        + " of its own is made");
              }
            });
  }

  /** Counts one session less. */
  synchronized void release() {
    sessions--;
  }

  /** Keeps the weights, even if the model is closed, until {@link #letGo}. */
  synchronized void retain() {
    retained++;
  }

  /** Undoes a {@link #retain}. */
  synchronized void letGo() {
    retained--;
    freeIfUnused();
  }

  private void freeIfUnused() {
    if (closed && retained == 0) {
      packed.close();
      folded.close();
    }
  }

  /** Logs what was slow, the first time that anything was. */
  void reportOnce(WarmUp result) {
    if (!result.isHealthy() && reported.compareAndSet(false, true)) {
      System.getLogger("dev.lanewise.engine")
          .log(
              System.Logger.Level.WARNING,
              "%s is not compiled well%s: %s"
                  .formatted(source.name(), result.steady() ? "" : " yet", result));
    }
  }

  /**
   * Frees the packed weights; does nothing a second time.
   *
   * @throws SessionStateException if a session of this model is open
   */
  @Override
  public synchronized void close() {
    if (sessions > 0) {
      throw new SessionStateException(
          "the model of %s has %d open sessions; close them first"
              .formatted(source.name(), sessions));
    }
    if (!closed) {
      closed = true;
      freeIfUnused();
    }
  }
}
