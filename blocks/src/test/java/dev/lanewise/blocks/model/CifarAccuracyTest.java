package dev.lanewise.blocks.model;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.blocks.SharedData;
import dev.lanewise.blocks.image.Picture;
import dev.lanewise.blocks.image.Preprocessing;
import dev.lanewise.blocks.weights.Npy;
import dev.lanewise.blocks.weights.Safetensors;
import dev.lanewise.engine.CompileOptions;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Model;
import dev.lanewise.engine.Precision;
import dev.lanewise.engine.SessionOptions;
import dev.lanewise.engine.Tensor;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How many of the first 1,000 test pictures of CIFAR-10 trained networks get right, from pixels to
 * classes, at either precision. {@code bench/docs/accuracy.md} shows the figures.
 */
class CifarAccuracyTest {
  private static final int PICTURES = 1000;
  private static final int SIDE = 32;
  private static final int CLASSES = 10;
  private static final int BATCH = 50;

  /**
   * What a logit may differ by between the precisions, in parts of the norm of its picture's
   * logits. Float32 sums of some hundred products err by a few 1e-7, those in tiles by a few times
   * as much.
   */
  private static final double BETWEEN_PRECISIONS = 2e-6;

  /** The bound of {@link TrainedWeightsTest}, for the same reason. */
  private static final double RELATIVE_L2 = 2e-6;

  /**
   * The counts are from a float64 implementation of the networks in NumPy; no picture's two best
   * logits are closer than 0.002 there, a thousand times what float32 errs by, so that the counts
   * are exact.
   *
   * @param stated percent of all 10,000 test pictures, as its authors have it
   */
  @ParameterizedTest
  @CsvSource({
    "resnet20, models/cifar10/resnet20.safetensors, 926, 91.73",
    "resnet32, models/cifar10/resnet32.safetensors, 923, 92.63",
    "resnet56, models/cifar10/resnet56.safetensors, 935, 93.39",
    "resnet20, embedded/resnet20-cifar10.safetensors, 900, 89.54",
  })
  void asManyAreRightAsInFloat64AndTheSameOnesAtEitherPrecision(
      String network, String file, int right, double stated) throws IOException {
    var exact = logits(network, file, Precision.EXACT);
    var fast = logits(network, file, Precision.FAST);
    assertThat(right(exact)).isEqualTo(right);
    assertThat(right(fast)).isEqualTo(right);
    assertThat(classes(fast)).isEqualTo(classes(exact));
    // Above 0: FAST would otherwise be EXACT once more.
    assertThat(largestDifference(fast, exact)).isPositive().isLessThan(BETWEEN_PRECISIONS);
    assertThat(stated / 100).isBetween(wilson(right, -1.96), wilson(right, 1.96));
  }

  @ParameterizedTest
  @CsvSource({"EXACT", "FAST"})
  void logitsOfTheEmbeddedNetworkAreThoseOfFloat64(Precision precision) throws IOException {
    var logits = logits("resnet20", "embedded/resnet20-cifar10.safetensors", precision);
    var reference = SharedData.file("models/cifar10/embedded_resnet20.logits_1000.npy");
    try (var expected = Npy.read(reference)) {
      assertThat(GoldenNetwork.relativeError(logits, expected.toArray(Layout.NCHW)))
          .isLessThanOrEqualTo(RELATIVE_L2);
    }
  }

  /** Of all pictures, one after the other. */
  private static float[] logits(String network, String file, Precision precision)
      throws IOException {
    var preprocessing =
        file.startsWith("embedded")
            ? Preprocessing.CIFAR10_EMBEDDED
            : Preprocessing.CIFAR10_IMAGENET_STATISTICS;
    var options = CompileOptions.DEFAULT.withPrecision(precision);
    var shape = preprocessing.inputShape(BATCH);
    var logits = new float[PICTURES * CLASSES];
    try (var pixels = Npy.read(SharedData.file("models/cifar10/test1000_images.npy"));
        var input = Tensor.allocate(shape, Layout.NHWC);
        var weights = Safetensors.open(SharedData.file(file));
        var model = Model.compile(Networks.named(network).orElseThrow().build(weights), options);
        var session = model.newSession(SessionOptions.of("input", shape))) {
      var values = pixels.toArray(Layout.NCHW);
      for (int first = 0; first < PICTURES; first += BATCH) {
        for (int n = 0; n < BATCH; n++) {
          preprocessing.apply(picture(values, first + n), input, n);
        }
        var batch = requireNonNull(GoldenNetwork.run(session, input).get("fc"));
        System.arraycopy(batch, 0, logits, first * CLASSES, batch.length);
      }
    }
    return logits;
  }

  private static Picture picture(float[] pixels, int index) {
    var rgb = new byte[SIDE * SIDE * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (int) pixels[index * rgb.length + i];
    }
    return Picture.of(SIDE, SIDE, rgb);
  }

  private static int right(float[] logits) throws IOException {
    int[] classes = classes(logits);
    int right = 0;
    try (var labels = Npy.read(SharedData.file("models/cifar10/test1000_labels.npy"))) {
      for (int picture = 0; picture < PICTURES; picture++) {
        right += classes[picture] == labels.get(picture) ? 1 : 0;
      }
    }
    return right;
  }

  /** The likeliest class of each picture; none, −1, where no logit is a number. */
  private static int[] classes(float[] logits) {
    var classes = new int[PICTURES];
    for (int picture = 0; picture < PICTURES; picture++) {
      classes[picture] = -1;
      float best = Float.NEGATIVE_INFINITY;
      for (int c = 0; c < CLASSES; c++) {
        if (logits[picture * CLASSES + c] > best) {
          best = logits[picture * CLASSES + c];
          classes[picture] = c;
        }
      }
    }
    return classes;
  }

  /** Of a logit, in parts of the L2 norm of its picture's logits; the largest of all pictures. */
  private static double largestDifference(float[] fast, float[] exact) {
    double largest = 0;
    for (int picture = 0; picture < PICTURES; picture++) {
      double squares = 0;
      double difference = 0;
      for (int i = picture * CLASSES; i < (picture + 1) * CLASSES; i++) {
        squares += (double) exact[i] * exact[i];
        difference = Math.max(difference, Math.abs((double) fast[i] - exact[i]));
      }
      largest = Math.max(largest, difference / Math.sqrt(squares));
    }
    return largest;
  }

  /**
   * An end of Wilson's interval for the share that is right of all pictures of this kind, when this
   * many of {@link #PICTURES} are.
   *
   * @param z standard deviations: −1.96 for the lower end at 95 %, 1.96 for the upper
   */
  private static double wilson(int right, double z) {
    double share = right / (double) PICTURES;
    double spread =
        z * Math.sqrt(share * (1 - share) / PICTURES + z * z / (4.0 * PICTURES * PICTURES));
    return (share + z * z / (2.0 * PICTURES) + spread) / (1 + z * z / PICTURES);
  }
}
