package dev.lanewise.blocks.model;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.blocks.SharedData;
import dev.lanewise.blocks.weights.Npy;
import dev.lanewise.blocks.weights.Safetensors;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Model;
import dev.lanewise.engine.Session;
import dev.lanewise.engine.SessionOptions;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Networks with trained weights: their logits from float64, and how often they are right. The bound
 * on the relative L2 error is 2e-6, what the goldens of seeded networks allow: float32 sums of some
 * thousand products in any order err by a few 1e-7.
 */
class TrainedWeightsTest {
  private static final double BOUND = 2e-6;
  private static final int BATCH = 50;

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
      return logits(session, input);
    }
  }

  private static float[] logits(Session session, Tensor input) {
    return requireNonNull(GoldenNetwork.run(session, input).get("fc"));
  }

  /**
   * Of the first 1,000 test pictures. The counts are from a float64 implementation of the networks
   * in NumPy; no picture's two best logits are closer than 0.002 there, a thousand times what
   * float32 errs by, so that the counts are exact.
   */
  @ParameterizedTest
  @CsvSource({
    "resnet20, models/cifar10/resnet20.safetensors, 926",
    "resnet32, models/cifar10/resnet32.safetensors, 923",
    "resnet56, models/cifar10/resnet56.safetensors, 935",
    "resnet20, embedded/resnet20-cifar10.safetensors, 900",
  })
  void cifarPicturesAreToldApart(String network, String file, int right) throws IOException {
    var shape = Shape.of(BATCH, 3, 32, 32);
    boolean embedded = file.startsWith("embedded");
    try (var pictures = Npy.read(SharedData.file("models/cifar10/test1000_images.npy"));
        var labels = Npy.read(SharedData.file("models/cifar10/test1000_labels.npy"));
        var weights = Safetensors.open(SharedData.file(file));
        var model = Model.compile(Networks.named(network).orElseThrow().build(weights));
        var session = model.newSession(SessionOptions.of("input", shape))) {
      var pixels = pictures.toArray(Layout.NCHW);
      normalise(pixels, !embedded);
      var logits = new float[1000 * 10];
      for (int first = 0; first < 1000; first += BATCH) {
        var batch = Arrays.copyOfRange(pixels, first * 3072, (first + BATCH) * 3072);
        var values = logits(session, Tensor.of(shape, Layout.NHWC, batch));
        System.arraycopy(values, 0, logits, first * 10, values.length);
      }
      int[] classes = classes(logits, 10);
      int count = 0;
      for (int picture = 0; picture < 1000; picture++) {
        count += classes[picture] == labels.get(picture) ? 1 : 0;
      }
      assertThat(count).isEqualTo(right);
      if (embedded) {
        var reference = SharedData.file("models/cifar10/embedded_resnet20.logits_1000.npy");
        try (var expected = Npy.read(reference)) {
          assertThat(GoldenNetwork.relativeError(logits, expected.toArray(Layout.NCHW)))
              .isLessThanOrEqualTo(BOUND);
        }
      }
    }
  }

  /** As the networks were trained; pixels lie HWC here, red first. */
  private static void normalise(float[] pixels, boolean imagenet) {
    double[] mean =
        imagenet ? new double[] {0.485, 0.456, 0.406} : new double[] {0.4914, 0.4822, 0.4465};
    double[] std =
        imagenet ? new double[] {0.229, 0.224, 0.225} : new double[] {0.2470, 0.2435, 0.2616};
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) ((pixels[i] / 255.0 - mean[i % 3]) / std[i % 3]);
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
