package dev.lanewise.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a {@link Session} is made for.
 *
 * @param inputShapes the shape of each graph input by name, every extent known; an input whose
 *     declared shape is known throughout may be left out
 * @param threads how many threads a run is shared out to, the caller's included; at least 1. More
 *     than the machine has processors are not started, since they would only hold up each other
 * @param outputs names of graph values to keep as outputs, beside or instead of the graph's own;
 *     empty means the graph's own outputs
 */
public record SessionOptions(Map<String, Shape> inputShapes, int threads, List<String> outputs) {
  /** Declared input shapes, all available processors, the graph's own outputs. */
  public static final SessionOptions DEFAULT =
      new SessionOptions(Map.of(), Runtime.getRuntime().availableProcessors(), List.of());

  public SessionOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    inputShapes = Map.copyOf(inputShapes);
    outputs = List.copyOf(outputs);
  }

  /** The defaults, for one input of this name and shape. */
  public static SessionOptions of(String input, Shape shape) {
    return DEFAULT.withInput(input, shape);
  }

  /** These options with the shape of one more input. */
  public SessionOptions withInput(String name, Shape shape) {
    var shapes = new LinkedHashMap<>(inputShapes);
    shapes.put(name, shape);
    return new SessionOptions(shapes, threads, outputs);
  }

  /** These options with another number of threads. */
  public SessionOptions withThreads(int threads) {
    return new SessionOptions(inputShapes, threads, outputs);
  }

  /** These options with one more value to keep as an output, such as the input of {@code fc}. */
  public SessionOptions withOutput(String name) {
    var names = new ArrayList<>(outputs);
    names.add(name);
    return new SessionOptions(inputShapes, threads, names);
  }
}
