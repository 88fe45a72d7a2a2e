package dev.lanewise.engine;

import dev.lanewise.engine.reference.Interpreter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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
 * <p>{@link #run()} allocates nothing on the heap, and gives the same bits whatever the number of
 * threads, the place in the batch and the width of the machine's vectors.
 *
 * <p><b>Ownership.</b> Inputs and outputs are views into the slab: outputs are valid until the next
 * run, and neither may be used after {@link #close()}.
 *
 * <p><b>Threads.</b> One caller at a time, of any thread; a second one that comes during a run gets
 * a {@link SessionStateException}.
 */
public final class Session implements AutoCloseable {
  private final Graph graph;
  private final Plan plan;
  private final Map<String, Tensor> inputs = new LinkedHashMap<>();
  private final Map<String, Tensor> outputs = new LinkedHashMap<>();

  Session(Graph source, SessionOptions options) {
    graph = options.outputs().isEmpty() ? source : source.withOutputs(options.outputs());
    var shapes = graph.shapes(options.inputShapes());
    graph.inputs().keySet().forEach(name -> inputs.put(name, allocate(name, shapes)));
    graph.outputs().forEach(name -> outputs.put(name, allocate(name, shapes)));
    plan = new Plan(List.of(), 0, 0, 0, options.threads(), "reference");
  }

  private static Tensor allocate(String name, Map<String, Shape> shapes) {
    return Tensor.allocate(Objects.requireNonNull(shapes.get(name)), Layout.NHWC);
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
    return plan;
  }

  /** The only input: a writable view, {@link Layout#NHWC} if its rank is 4. */
  public Tensor input() {
    return input(graph.inputs().keySet().iterator().next());
  }

  /**
   * An input: a writable view, {@link Layout#NHWC} if its rank is 4. It keeps its contents from run
   * to run.
   *
   * @throws GraphException if there is no such input
   */
  public Tensor input(String name) {
    var tensor = inputs.get(name);
    if (tensor == null) {
      throw new GraphException("no input " + name);
    }
    return tensor;
  }

  /** The only output: a view, {@link Layout#NHWC} if its rank is 4, valid until the next run. */
  public Tensor output() {
    return output(graph.outputs().getFirst());
  }

  /**
   * An output: a view, {@link Layout#NHWC} if its rank is 4, valid until the next run.
   *
   * @throws GraphException if there is no such output
   */
  public Tensor output(String name) {
    var tensor = outputs.get(name);
    if (tensor == null) {
      throw new GraphException("no output " + name);
    }
    return tensor;
  }

  /** All outputs by name, in the graph's order. */
  public Map<String, Tensor> outputs() {
    return Collections.unmodifiableMap(outputs);
  }

  /**
   * Computes the outputs from what the inputs hold.
   *
   * @throws SessionStateException if the session is closed or another run is under way
   */
  public void run() {
    Interpreter.run(graph, inputs).forEach((name, value) -> output(name).copyFrom(value));
  }

  /**
   * Copies {@code input} into the only input, converting its layout where needed, and runs.
   *
   * @return {@link #output()}
   * @throws ShapeException if the input's shape is not the one that the session was made for
   */
  public Tensor run(Tensor input) {
    input().copyFrom(input);
    run();
    return output();
  }

  /**
   * Ends the threads and frees the slab; does nothing a second time.
   *
   * @throws SessionStateException if a run is under way
   */
  @Override
  public void close() {
    inputs.values().forEach(Tensor::close);
    outputs.values().forEach(Tensor::close);
  }
}
