package dev.lanewise.engine;

import dev.lanewise.engine.internal.kernel.ActivationKernels;
import dev.lanewise.engine.internal.kernel.KernelSet;
import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Relu;
import dev.lanewise.engine.op.Softmax;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operators that keep the shape, standing alone, over every rank and any channels. */
@Tag("widths")
class ElementwiseTest {
  static Stream<Shape> shapes() {
    return Stream.of(1, 3, 5, 15, 16, 17, 31, 32, 33, 47, 48, 49, 64, 65)
        .flatMap(c -> Stream.of(Shape.of(2, c, 3, 5), Shape.of(1, c, 1, 1), Shape.of(3, c)));
  }

  /** Relu and Add take any rank. */
  static Stream<Shape> anyShapes() {
    return Stream.concat(
        shapes(), Stream.of(Shape.of(1), Shape.of(33), Shape.of(2, 3, 5), Shape.of(2, 1, 3, 2, 5)));
  }

  /** More than one part. */
  static Stream<Shape> largeShapes() {
    return Stream.of(Shape.of(2, 17, 31, 29), Shape.of(1, 1, 61, 67), Shape.of(1100, 3));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"anyShapes", "largeShapes"})
  void reluKeepsWhatIsPositive(Shape shape) {
    var net = new SmallNet().input("x", shape.toArray()).node("relu", new Relu(), "x");
    var expected = net.value("x").toArray(Layout.NCHW);
    for (int i = 0; i < expected.length; i++) {
      expected[i] = expected[i] > 0 ? expected[i] : 0;
    }
    net.output("relu").check(expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"anyShapes", "largeShapes"})
  void addAddsElementByElement(Shape shape) {
    var net =
        new SmallNet()
            .input("a", shape.toArray())
            .input("b", shape.toArray())
            .node("add", new Add(), "a", "b");
    var expected = net.value("a").toArray(Layout.NCHW);
    var b = net.value("b").toArray(Layout.NCHW);
    for (int i = 0; i < expected.length; i++) {
      expected[i] += b[i];
    }
    net.output("add").check(expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("anyShapes")
  void addTakesAConstant(Shape shape) {
    var net =
        new SmallNet()
            .input("a", shape.toArray())
            .constant("b", shape.toArray())
            .node("add", new Add(), "b", "a")
            .node("twice", new Add(), "add", "a");
    var expected = net.value("b").toArray(Layout.NCHW);
    var a = net.value("a").toArray(Layout.NCHW);
    for (int i = 0; i < expected.length; i++) {
      expected[i] += 2 * a[i];
    }
    net.output("twice").check(expected);
  }

  /** On a graph input, where there is nothing to fold it into. */
  @ParameterizedTest(name = "{0}")
  @MethodSource({"shapes", "largeShapes"})
  void batchNormScalesAndShiftsEachChannel(Shape shape) {
    int channels = shape.dim(1);
    var net =
        new SmallNet()
            .input("x", shape.toArray())
            .constant("gamma", channels)
            .constant("beta", channels)
            .constant("mean", channels)
            // Square roots that are exact.
            .constant("variance", powersOfFour(channels))
            .node("bn", new BatchNorm(0), "x", "gamma", "beta", "mean", "variance");
    var expected = net.value("x").toArray(Layout.NCHW);
    int plane = expected.length / shape.dim(0) / channels;
    for (int i = 0; i < expected.length; i++) {
      int c = i / plane % channels;
      float root = c % 2 == 0 ? 2 : 0.5f;
      expected[i] =
          net.value("gamma").get(c) * (expected[i] - net.value("mean").get(c)) / root
              + net.value("beta").get(c);
    }
    net.output("bn").check(expected);
  }

  private static Tensor powersOfFour(int channels) {
    var variance = Tensor.managed(Shape.of(channels), Layout.NCHW);
    for (int c = 0; c < channels; c++) {
      variance.set(c % 2 == 0 ? 4 : 0.25f, c);
    }
    return variance;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"shapes", "largeShapes"})
  void softmaxDividesExponentialsByTheirSum(Shape shape) {
    var net = new SmallNet().input("x", shape.toArray()).node("softmax", new Softmax(), "x");
    var x = net.value("x").toArray(Layout.NCHW);
    var expected = new float[x.length];
    int channels = shape.dim(1);
    int plane = x.length / shape.dim(0) / channels;
    for (int n = 0; n < shape.dim(0); n++) {
      for (int p = 0; p < plane; p++) {
        softmax(x, n * channels * plane + p, channels, plane, expected);
      }
    }
    net.output("softmax").check(expected);
  }

  /** As the activation e^x has it, whose closeness to the truth is ActivationKernelsTest's. */
  private static float exponential(float x) {
    try (var arena = Arena.ofConfined()) {
      var value = arena.allocate(64, 64);
      value.set(ValueLayout.JAVA_FLOAT, 0, x);
      KernelSet.activations().apply(ActivationKernels.Function.EXP, 0f, 0f, value, 0, value, 0, 1);
      return value.get(ValueLayout.JAVA_FLOAT, 0);
    }
  }

  private static void softmax(float[] x, int first, int count, int step, float[] y) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      max = Math.max(max, x[first + i * step]);
    }
    float[] sums = new float[4];
    for (int i = 0; i < count; i++) {
      y[first + i * step] = exponential(x[first + i * step] - max);
      sums[i % 4] += y[first + i * step];
    }
    float sum = sums[0] + sums[1] + (sums[2] + sums[3]);
    for (int i = 0; i < count; i++) {
      y[first + i * step] /= sum;
    }
  }

  @ParameterizedTest(name = "{0} classes")
  @ValueSource(ints = {2, 10, 1000})
  void softmaxOfLargeLogitsDoesNotOverflow(int classes) {
    var logits = new float[classes];
    Arrays.fill(logits, 1e30f);
    var expected = new float[classes];
    Arrays.fill(expected, 1f / classes);
    new SmallNet()
        .input("x", Tensor.of(Shape.of(1, classes), Layout.NCHW, logits))
        .node("softmax", new Softmax(), "x")
        .output("softmax")
        .check(expected);
  }
}
