package dev.lanewise.blocks.model;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.blocks.SharedData;
import dev.lanewise.blocks.weights.Npy;
import dev.lanewise.blocks.weights.Safetensors;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Model;
import dev.lanewise.engine.SessionOptions;
import dev.lanewise.engine.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Networks with trained weights: their logits from float64. The bound on the relative L2 error is
 * 2e-6, what the goldens of seeded networks allow: float32 sums of some thousand products in any
 * order err by a few 1e-7.
 */
class TrainedWeightsTest {
  private static final double BOUND = 2e-6;

  @ParameterizedTest
  @CsvSource({"resnet18, resnet18_pqf", "resnet50, resnet50_pqf_f16"})
  void imagenetLogitsAreReproduced(String network, String file) throws IOException {
    Path weights = SharedData.unpacked("models/imagenet/" + file + ".safetensors");
    try (var input = Npy.read(SharedData.file("models/imagenet/input_4.npy"));
        var expected = Npy.read(SharedData.file("models/imagenet/" + file + ".logits_4.npy"))) {
      var logits = run(network, weights, input);
      assertThat(GoldenNetwork.relativeError(logits, expected.toArray(Layout.NCHW)))
          .isLessThanOrEqualTo(BOUND);
      assertThat(classes(logits, 1000)).containsExactly(0, 842, 8, 12);
    }
  }

  @ParameterizedTest
  @CsvSource({"resnet20", "resnet32", "resnet56"})
  void cifarLogitsAreReproduced(String network) throws IOException {
    Path weights = SharedData.file("models/cifar10/" + network + ".safetensors");
    var reference = SharedData.file("models/cifar10/" + network + ".ref_output_first8.npy");
    try (var input = Npy.read(SharedData.file("models/cifar10/ref_input_first8.npy"));
        var expected = Npy.read(reference)) {
      var logits = run(network, weights, input);
      assertThat(GoldenNetwork.relativeError(logits, expected.toArray(Layout.NCHW)))
          .isLessThanOrEqualTo(BOUND);
    }
  }

  private static float[] run(String network, Path file, Tensor input) throws IOException {
    try (var weights = Safetensors.open(file);
        var model = Model.compile(Networks.named(network).orElseThrow().build(weights));
        var session = model.newSession(SessionOptions.of("input", input.shape()))) {
      return requireNonNull(GoldenNetwork.run(session, input).get("fc"));
    }
  }

  private static int[] classes(float[] logits, int classes) {
    var best = new int[logits.length / classes];
    for (int i = 0; i < logits.length; i++) {
      int row = i / classes;
      if (logits[i] > logits[row * classes + best[row]]) {
        best[row] = i % classes;
      }
    }
    return best;
  }
}
