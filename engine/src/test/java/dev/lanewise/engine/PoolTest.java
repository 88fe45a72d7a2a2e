package dev.lanewise.engine;

import dev.lanewise.engine.op.AveragePool;
import dev.lanewise.engine.op.GlobalAveragePool;
import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.Window;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The poolings over every window, and over channels around the edges of vectors. */
@Tag("widths")
class PoolTest {
  private static final int[] CHANNELS = {1, 3, 5, 15, 16, 17, 31, 32, 33, 47, 48, 49, 64, 65};

  static Stream<Window> windows() {
    return Stream.of(
            Window.of(1),
            Window.of(2),
            Window.of(3),
            Window.of(2, 3),
            Window.of(5, 1),
            Window.of(7))
        .flatMap(
            kernel ->
                Stream.of(
                    kernel,
                    kernel.stride(2),
                    kernel.stride(3),
                    kernel.stride(1, 2),
                    kernel.stride(4)))
        .flatMap(
            window ->
                Stream.of(
                    window,
                    window.pad(1),
                    window.pad(0, 1, 2, 0),
                    // Wider than the kernel: some windows see nothing but padding.
                    window.pad(3, 0, 1, 4)))
        .flatMap(window -> Stream.of(window, window.dilation(2), window.dilation(1, 2)))
        .filter(
            window ->
                window.dilationH() * (window.kernelH() - 1)
                        < 9 + window.padTop() + window.padBottom()
                    && window.dilationW() * (window.kernelW() - 1)
                        < 8 + window.padLeft() + window.padRight());
  }

  static Stream<Arguments> windowsAndRounding() {
    return windows().flatMap(window -> Stream.of(false, true).map(c -> Arguments.of(window, c)));
  }

  @ParameterizedTest(name = "{0}, ceil {1}")
  @MethodSource("windowsAndRounding")
  void maximumOfThePixelsInside(Window window, boolean ceil) {
    var net = new SmallNet().input("x", 2, 5, 9, 8).node("pool", new MaxPool(window, ceil), "x");
    net.output("pool").check(IntegerLoops.maxPool(window, ceil, net.value("x")));
  }

  @ParameterizedTest(name = "{0}, ceil {1}")
  @MethodSource("windowsAndRounding")
  void meanOfThePixelsInside(Window window, boolean ceil) {
    average(window, ceil, false);
  }

  @ParameterizedTest(name = "{0}, ceil {1}")
  @MethodSource("windowsAndRounding")
  void meanOfThePixelsAndThePadding(Window window, boolean ceil) {
    average(window, ceil, true);
  }

  private static void average(Window window, boolean ceil, boolean includePad) {
    var net =
        new SmallNet()
            .input("x", 2, 5, 9, 8)
            .node("pool", new AveragePool(window, ceil, includePad), "x");
    net.output("pool").check(IntegerLoops.averagePool(window, ceil, includePad, net.value("x")));
  }

  static IntStream channels() {
    return IntStream.of(CHANNELS);
  }

  @ParameterizedTest(name = "{0} channels")
  @MethodSource("channels")
  void poolsTakeAnyChannels(int channels) {
    var window = Window.of(3).stride(2).pad(1);
    var max = new SmallNet().input("x", 2, channels, 7, 6).node("pool", new MaxPool(window), "x");
    max.output("pool").check(IntegerLoops.maxPool(window, false, max.value("x")));
    var mean =
        new SmallNet()
            .input("x", 2, channels, 7, 6)
            .node("pool", new AveragePool(window, false, false), "x");
    mean.output("pool").check(IntegerLoops.averagePool(window, false, false, mean.value("x")));
  }

  /** Tiles are 2 or 4 pixels wide. */
  static Stream<Arguments> widths() {
    return IntStream.rangeClosed(1, 19)
        .boxed()
        .flatMap(
            width ->
                Stream.of(
                        Window.of(2).stride(2),
                        Window.of(2).stride(2).pad(1),
                        Window.of(3).pad(1),
                        Window.of(3).stride(2).pad(1),
                        Window.of(3).stride(2).pad(2, 4, 2, 4),
                        Window.of(3).stride(2).dilation(2, 1).pad(2, 1, 2, 1))
                    .filter(w -> w.padLeft() + width + w.padRight() >= w.kernelW())
                    .map(window -> Arguments.of(width, window)));
  }

  @ParameterizedTest(name = "{0} pixels under {1}")
  @MethodSource("widths")
  void rowsNeedNotFillTiles(int width, Window window) {
    for (boolean ceil : new boolean[] {false, true}) {
      var max =
          new SmallNet().input("x", 2, 17, 5, width).node("pool", new MaxPool(window, ceil), "x");
      max.output("pool").check(IntegerLoops.maxPool(window, ceil, max.value("x")));
      for (boolean includePad : new boolean[] {false, true}) {
        var mean =
            new SmallNet()
                .input("x", 2, 17, 5, width)
                .node("pool", new AveragePool(window, ceil, includePad), "x");
        mean.output("pool")
            .check(IntegerLoops.averagePool(window, ceil, includePad, mean.value("x")));
      }
    }
  }

  @ParameterizedTest(name = "{0} channels")
  @ValueSource(ints = {255, 256, 257, 512, 530})
  void globalMeanOfManyChannelsIsSharedOut(int channels) {
    var net =
        new SmallNet().input("x", 2, channels, 5, 3).node("gap", new GlobalAveragePool(), "x");
    net.output("gap")
        .check(IntegerLoops.averagePool(Window.of(5, 3), false, false, net.value("x")));
  }

  static Stream<Arguments> planes() {
    return Stream.of(
            Window.of(1),
            Window.of(1, 2),
            Window.of(3, 1),
            Window.of(2),
            Window.of(7),
            Window.of(8))
        .flatMap(plane -> channels().mapToObj(channels -> Arguments.of(plane, channels)));
  }

  @ParameterizedTest(name = "planes of {0}, {1} channels")
  @MethodSource("planes")
  void globalMeanIsTheMeanOfThePlane(Window plane, int channels) {
    var net =
        new SmallNet()
            .input("x", 3, channels, plane.kernelH(), plane.kernelW())
            .node("gap", new GlobalAveragePool(), "x");
    net.output("gap").check(IntegerLoops.averagePool(plane, false, false, net.value("x")));
  }

  /** The sum is taken row by row: with floats that differ in size any other order shows. */
  @ParameterizedTest(name = "{0} channels")
  @ValueSource(ints = {1, 16, 17})
  void meansAddRowByRow(int channels) {
    var values = new float[channels * 25];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.scalb(1.0 + i * 0.37, i * 7 % 24);
    }
    var x = Tensor.of(Shape.of(1, channels, 5, 5), Layout.NCHW, values);
    var expected = new float[channels];
    for (int c = 0; c < channels; c++) {
      for (int p = 0; p < 25; p++) {
        expected[c] += values[c * 25 + p];
      }
      expected[c] /= 25f;
    }
    new SmallNet()
        .input("x", x)
        .node("gap", new GlobalAveragePool(), "x")
        .output("gap")
        .check(expected);
    new SmallNet()
        .input("x", x)
        .node("pool", new AveragePool(Window.of(5), false, true), "x")
        .output("pool")
        .check(expected);
  }

  @Test
  void roundingUpAddsAWindowThatStartsInsideOnly() {
    var x = Tensor.of(Shape.of(1, 1, 3, 3), Layout.NCHW, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    new SmallNet()
        .input("x", x)
        .node("pool", new MaxPool(Window.of(2).stride(2), true), "x")
        .output("pool")
        .check(new float[] {5, 6, 8, 9});
    new SmallNet()
        .input("x", x)
        .node("pool", new AveragePool(Window.of(2).stride(2), true, true), "x")
        .output("pool")
        .check(new float[] {3, 4.5f, 7.5f, 9});
    // The next window would start behind the picture and its padding.
    new SmallNet()
        .input("x", x)
        .node("pool", new MaxPool(Window.of(1).stride(4).pad(0, 0, 1, 1), true), "x")
        .output("pool")
        .check(new float[] {1});
  }
}
