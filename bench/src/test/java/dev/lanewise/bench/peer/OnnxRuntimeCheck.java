package dev.lanewise.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.blocks.onnx.OnnxWriter;
import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.reference.Interpreter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** Holds what ONNX Runtime computes from an exported graph to the reference. */
final class OnnxRuntimeCheck {
  /**
   * Relative to the largest magnitude. Each operator's sums have at most some hundred terms, in an
   * order that is ONNX Runtime's: a wrong border, axis or attribute is off by percents.
   */
  private static final double TOLERANCE = 1e-5;

  private OnnxRuntimeCheck() {}

  /** Runs both on a seeded picture; {@code folder} takes the file. */
  static void check(Graph graph, String input, Shape shape, Path folder) throws IOException {
    var onnx = folder.resolve("graph.onnx");
    OnnxWriter.write(graph, Map.of(input, shape), onnx);
    var picture = SeededWeights.tensor("input", shape);
    var network = new PeerNetwork(graph, onnx, input, shape, picture.toArray(Layout.NCHW));
    var outputs = Interpreter.run(graph, Map.of(input, picture)).values();
    float[] expected =
        PeerNetwork.joined(outputs.stream().map(each -> each.toArray(Layout.NCHW)).toList());
    try (var peer = new OnnxRuntimePeer(network, 1, false)) {
      peer.run();
      float[] actual = peer.output();
      assertThat(actual).hasSameSizeAs(expected);
      double largest = 0;
      for (float value : expected) {
        largest = Math.max(largest, Math.abs(value));
      }
      assertThat(largest).isPositive();
      for (int i = 0; i < actual.length; i++) {
        assertThat((double) actual[i] - expected[i])
            .as("element %d of %s", i, Arrays.toString(Arrays.copyOf(actual, 8)))
            .isBetween(-TOLERANCE * largest, TOLERANCE * largest);
      }
    }
  }
}
