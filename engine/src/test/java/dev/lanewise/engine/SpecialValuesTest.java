package dev.lanewise.engine;

import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.AveragePool;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Flatten;
import dev.lanewise.engine.op.GlobalAveragePool;
import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.PadChannels;
import dev.lanewise.engine.op.Relu;
import dev.lanewise.engine.op.Softmax;
import dev.lanewise.engine.op.Window;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** NaN, infinities, −0 and subnormals, as IEEE 754 has them. */
@Tag("widths")
class SpecialValuesTest {
  private static final float NAN = Float.NaN;
  private static final float INF = Float.POSITIVE_INFINITY;

  private static final float[] SPECIAL = {
    NAN,
    INF,
    -INF,
    -0f,
    0f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.MIN_NORMAL / 4,
    1,
    -1
  };

  /** A picture of 12 × 12 pixels; all channels of a pixel hold the same number. */
  private static Tensor picture(int channels, boolean byRow) {
    var values = new float[channels * 144];
    for (int i = 0; i < values.length; i++) {
      values[i] = SPECIAL[byRow ? i / 12 % 12 : i % 12];
    }
    return Tensor.of(Shape.of(1, channels, 12, 12), Layout.NCHW, values);
  }

  private interface Pair {
    float of(float row, float column);
  }

  /** What each channel of a picture holds if pixel (h, w) is a function of the two numbers. */
  private static float[] table(int channels, Pair pair) {
    var values = new float[channels * 144];
    for (int i = 0; i < values.length; i++) {
      values[i] = pair.of(SPECIAL[i / 12 % 12], SPECIAL[i % 12]);
    }
    return values;
  }

  @ParameterizedTest(name = "{0} channels")
  @ValueSource(ints = {1, 16, 17})
  void addFollowsIeee(int channels) {
    new SmallNet()
        .input("a", picture(channels, true))
        .input("b", picture(channels, false))
        .node("add", new Add(), "a", "b")
        .output("add")
        .check(table(channels, Float::sum));
  }

  @ParameterizedTest(name = "{0} channels")
  @ValueSource(ints = {1, 16, 17})
  void reluKeepsNanAndMakesNegativeZeroPositive(int channels) {
    new SmallNet()
        .input("x", picture(channels, false))
        .node("relu", new Relu(), "x")
        .output("relu")
        .check(table(channels, (row, x) -> Math.max(x, 0f)));
  }

  @ParameterizedTest(name = "{0} channels")
  @ValueSource(ints = {1, 16, 17})
  void maximumOfAPairIsThatOfJava(int channels) {
    // A row of picture a over a row of picture b: the pairs of all numbers.
    var values = new float[channels * 2 * 144];
    for (int i = 0; i < values.length; i++) {
      values[i] = SPECIAL[i / 144 % 2 == 0 ? i % 144 / 12 : i % 12];
    }
    var x = Tensor.of(Shape.of(1, channels, 2, 144), Layout.NCHW, values);
    new SmallNet()
        .input("x", x)
        .node("pool", new MaxPool(Window.of(2, 1)), "x")
        .output("pool")
        .check(table(channels, Math::max));
    new SmallNet()
        .input("x", x)
        .node("pool", new AveragePool(Window.of(2, 1), false, false), "x")
        .output("pool")
        .check(table(channels, (a, b) -> (0f + a + b) / 2f));
  }

  @Test
  void aMaximumOverPaddingAloneIsMinusInfinityAndAMeanNan() {
    var window = Window.of(1).pad(1);
    var x = Tensor.of(Shape.of(1, 1, 1, 1), Layout.NCHW, -INF);
    new SmallNet()
        .input("x", x)
        .node("pool", new MaxPool(window), "x")
        .output("pool")
        .check(new float[] {-INF, -INF, -INF, -INF, -INF, -INF, -INF, -INF, -INF});
    new SmallNet()
        .input("x", x)
        .node("pool", new AveragePool(window, false, false), "x")
        .output("pool")
        .check(new float[] {NAN, NAN, NAN, NAN, -INF, NAN, NAN, NAN, NAN});
    new SmallNet()
        .input("x", x)
        .node("pool", new AveragePool(window, false, true), "x")
        .output("pool")
        .check(new float[] {0, 0, 0, 0, -INF, 0, 0, 0, 0});
  }

  @Test
  void meansOfNegativeZerosArePositiveZeros() {
    var x = Tensor.of(Shape.of(1, 1, 2, 2), Layout.NCHW, -0f, -0f, -0f, -0f);
    new SmallNet()
        .input("x", x)
        .node("gap", new GlobalAveragePool(), "x")
        .output("gap")
        .check(new float[] {0f});
  }

  /** bias −0 and a 1×1 weight of 1 in front of a skip add and a rectifier, fused. */
  @ParameterizedTest(name = "{0} channels")
  @ValueSource(ints = {1, 16, 17})
  void skipAddAndReluOfALayerFollowIeee(int channels) {
    var identity = new float[channels * channels];
    for (int c = 0; c < channels; c++) {
      identity[c * channels + c] = 1;
    }
    for (boolean relu : new boolean[] {false, true}) {
      for (boolean layerFirst : new boolean[] {false, true}) {
        var net =
            new SmallNet()
                .input("x", picture(channels, true))
                .input("skip", picture(channels, false))
                .constant(
                    "weight", Tensor.of(Shape.of(channels, channels, 1, 1), Layout.NCHW, identity))
                .constant("bias", minusZeros(channels))
                .node("conv", new Conv(Window.of(1)), "x", "weight", "bias")
                .node("add", new Add(), layerFirst ? "conv" : "skip", layerFirst ? "skip" : "conv");
        if (relu) {
          net.node("relu", new Relu(), "add");
        }
        if (channels == 1) {
          net.output(relu ? "relu" : "add")
              .check(
                  table(
                      1,
                      (x, skip) -> {
                        float sum = Math.fma(x, 1f, -0f) + skip;
                        return relu ? Math.max(sum, 0f) : sum;
                      }));
        } else {
          net.output(relu ? "relu" : "add");
          EngineRun.checked(net.graph(), net.inputs(), 1, 2);
        }
      }
    }
  }

  private static Tensor minusZeros(int count) {
    var zeros = new float[count];
    Arrays.fill(zeros, -0f);
    return Tensor.of(Shape.of(count), Layout.NCHW, zeros);
  }

  @Test
  void paddingExecutesAsPositiveZero() {
    // 0 · ∞ at the border, ∞ inside.
    conv(1, INF, 0f).check(new float[] {NAN, NAN, NAN, NAN, INF, NAN, NAN, NAN, NAN});
    conv(1, NAN, 0f).check(new float[] {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN});
    // +0 · 1 − 0 is +0, and +0 · −1 − 0 is −0, while −0 · 1 − 0 is −0.
    conv(-0f, 1, -0f).check(new float[] {0f, 0f, 0f, 0f, -0f, 0f, 0f, 0f, 0f});
    conv(0f, -1, -0f).check(new float[] {-0f, -0f, -0f, -0f, -0f, -0f, -0f, -0f, -0f});
  }

  /** A 1×1 convolution of one pixel with padding around it. */
  private static SmallNet conv(float x, float weight, float bias) {
    return new SmallNet()
        .input("x", Tensor.of(Shape.of(1, 1, 1, 1), Layout.NCHW, x))
        .constant("weight", Tensor.of(Shape.of(1, 1, 1, 1), Layout.NCHW, weight))
        .constant("bias", Tensor.of(Shape.of(1), Layout.NCHW, bias))
        .node("conv", new Conv(Window.of(1).pad(1)), "x", "weight", "bias")
        .output("conv");
  }

  static Stream<ConvCase> algorithms() {
    return Stream.of(
        ConvCase.of(17, 5, 7, 33, Window.of(1)),
        ConvCase.of(300, 5, 7, 17, Window.of(1)),
        ConvCase.of(3, 5, 7, 20, Window.of(3).pad(1)),
        ConvCase.of(32, 5, 12, 17, Window.of(3).pad(1)),
        ConvCase.of(96, 5, 12, 17, Window.of(3).pad(1)),
        ConvCase.of(6, 5, 7, 9, Window.of(3).pad(1)).withGroups(3),
        ConvCase.of(24, 5, 9, 24, Window.of(3).pad(1)).withGroups(3),
        ConvCase.of(64, 5, 6, 64, Window.of(3).pad(1)).withGroups(2),
        ConvCase.of(17, 5, 7, 17, Window.of(3).pad(1)).withGroups(17));
  }

  /** One number of the picture, then one weight, is special; few outputs see it. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("algorithms")
  void oneSpecialNumberReachesTheOutputsThatSeeItOnly(ConvCase conv) {
    for (float special : SPECIAL) {
      var net = conv.net();
      net.value("x").set(special, 0, conv.in() - 1, 2, 3);
      net.output("conv");
      EngineRun.checked(net.graph(), net.inputs(), 1, 2);
      var other = conv.net().node("relu", new Relu(), "conv");
      other.value("conv.weight").set(special, conv.out() - 1, 0, 0, 0);
      other.value("conv.bias").set(-0f, 0);
      other.output("relu");
      EngineRun.checked(other.graph(), other.inputs(), 1, 2);
    }
  }

  @Test
  void softmaxFollowsIeee() {
    for (int classes : new int[] {1, 3, 17}) {
      var net =
          new SmallNet()
              .input("x", picture(classes, false))
              .input("y", picture(12, false))
              .node("softmax", new Softmax(), "x")
              .node("other", new Softmax(), "y")
              .output("softmax")
              .output("other");
      EngineRun.checked(net.graph(), net.inputs(), 1, 2);
    }
  }

  @ParameterizedTest(name = "{0} channels")
  @ValueSource(ints = {12, 17})
  void batchNormOfSpecialStatisticsFollowsIeee(int channels) {
    var vector = new float[channels];
    for (int c = 0; c < channels; c++) {
      vector[c] = SPECIAL[c % 12];
    }
    var special = Tensor.of(Shape.of(channels), Layout.NCHW, vector);
    for (var which : new String[] {"gamma", "beta", "mean", "variance"}) {
      var net = new SmallNet().input("x", picture(channels, false));
      for (var name : new String[] {"gamma", "beta", "mean", "variance"}) {
        if (name.equals(which)) {
          net.constant(name, special);
        } else {
          net.constant(name, channels);
        }
      }
      net.node("bn", new BatchNorm(0), "x", "gamma", "beta", "mean", "variance").output("bn");
      EngineRun.checked(net.graph(), net.inputs(), 1, 2);
    }
  }

  @Test
  void movingNumbersKeepsTheirBits() {
    var x = picture(5, false);
    new SmallNet()
        .input("x", x)
        .node("pad", new PadChannels(0, 0), "x")
        .node("flat", new Flatten(), "pad")
        .output("flat")
        .check(x.toArray(Layout.NCHW));
  }
}
