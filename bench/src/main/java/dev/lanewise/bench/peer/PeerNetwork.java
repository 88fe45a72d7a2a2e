package dev.lanewise.bench.peer;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The network that every peer runs, and the picture it runs on.
 *
 * @param graph as it was built
 * @param onnx the same graph, exported for inputs of {@code shape}
 * @param input the name of its only input
 * @param shape of the input, wholly known
 * @param picture the input's elements in NCHW order
 */
public record PeerNetwork(Graph graph, Path onnx, String input, Shape shape, float[] picture) {
  /** The names of the outputs, in the graph's order. */
  List<String> outputs() {
    return graph.outputs();
  }

  /**
   * The name of the only output.
   *
   * @throws PeerException if there are several
   */
  String onlyOutput(String peer) {
    if (outputs().size() > 1) {
      throw new PeerException("%s: not translated: several outputs %s".formatted(peer, outputs()));
    }
    return outputs().getFirst();
  }

  /** The elements of several outputs in NCHW order, one output after the other. */
  public static float[] joined(List<float[]> outputs) {
    var all = new float[outputs.stream().mapToInt(output -> output.length).sum()];
    int at = 0;
    for (float[] output : outputs) {
      System.arraycopy(output, 0, all, at, output.length);
      at += output.length;
    }
    return all;
  }

  /** The shape of an output. */
  Shape outputShape(String output) {
    return Objects.requireNonNull(graph.shapes(Map.of(input, shape)).get(output), output);
  }

  /** The input's extents as most libraries want them. */
  long[] extents() {
    return extents(shape);
  }

  /** The extents of a shape as most libraries want them. */
  static long[] extents(Shape shape) {
    var extents = new long[shape.rank()];
    for (int axis = 0; axis < extents.length; axis++) {
      extents[axis] = shape.dim(axis);
    }
    return extents;
  }

  /** The picture in new memory that native code can read. */
  FloatBuffer direct() {
    return direct(picture.length).put(picture).flip();
  }

  /** New memory for floats that native code can write. */
  static FloatBuffer direct(int floats) {
    return ByteBuffer.allocateDirect(floats * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }
}
