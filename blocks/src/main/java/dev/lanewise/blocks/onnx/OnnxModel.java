package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.Graph;
import java.lang.foreign.Arena;

/**
 * A model that was read: its graph, and the memory of the graph's constants.
 *
 * <p><b>Ownership.</b> This owns the constants until {@link #close()}. The graph refers to them, a
 * {@link dev.lanewise.engine.Model} copies what it needs when it is compiled: close this then, or,
 * where sessions have outputs of their own, after the last of them has been made.
 *
 * <p><b>Threads.</b> Any thread may use the graph; one thread closes.
 */
public final class OnnxModel implements AutoCloseable {
  private final Graph graph;
  private final int opset;
  private final String producer;
  private final Arena arena;

  OnnxModel(Graph graph, int opset, String producer, Arena arena) {
    this.graph = graph;
    this.opset = opset;
    this.producer = producer;
    this.arena = arena;
  }

  /** The network; its inputs, outputs and values have the model's names. */
  public Graph graph() {
    return graph;
  }

  /** The version of the operator set that the model was written for. */
  public int opset() {
    return opset;
  }

  /** What wrote the file, name and version, as it says; empty if it does not. */
  public String producer() {
    return producer;
  }

  /** Frees the constants; does nothing a second time. */
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }

  /** The graph's name, the operator set and the producer. */
  @Override
  public String toString() {
    return graph.name()
        + " (operator set "
        + opset
        + (producer.isEmpty() ? "" : ", " + producer)
        + ")";
  }
}
