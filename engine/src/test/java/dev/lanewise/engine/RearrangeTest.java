package dev.lanewise.engine;

import dev.lanewise.engine.op.Concat;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Flatten;
import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.PadChannels;
import dev.lanewise.engine.op.Relu;
import dev.lanewise.engine.op.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operators that move numbers and compute nothing. */
@Tag("widths")
class RearrangeTest {
  static Stream<Shape> pictures() {
    return Stream.of(1, 3, 5, 15, 16, 17, 31, 32, 33, 48, 65)
        .flatMap(
            c ->
                Stream.of(
                    Shape.of(1, c, 1, 1),
                    Shape.of(3, c, 1, 1),
                    Shape.of(2, c, 3, 5),
                    Shape.of(1, c, 1, 6)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pictures")
  void flattenPutsChannelsBeforePixels(Shape shape) {
    var net = new SmallNet().input("x", shape.toArray()).node("flat", new Flatten(), "x");
    net.output("flat").check(net.value("x").toArray(Layout.NCHW));
    var inner =
        new SmallNet()
            .input("x", shape.toArray())
            .node("max", new MaxPool(Window.of(1)), "x")
            .node("flat", new Flatten(), "max")
            .node("again", new Flatten(), "flat");
    inner.output("again").check(inner.value("x").toArray(Layout.NCHW));
  }

  static Stream<List<Integer>> channelsSideBySide() {
    var lists = new ArrayList<List<Integer>>();
    for (int a : new int[] {1, 3, 15, 16, 17, 32, 33}) {
      lists.add(List.of(a));
      for (int b : new int[] {1, 5, 16, 31}) {
        lists.add(List.of(a, b));
        lists.add(List.of(b, a, 2, 16));
      }
    }
    return lists.stream();
  }

  @ParameterizedTest(name = "{0} channels")
  @MethodSource("channelsSideBySide")
  void concatPutsChannelsSideBySide(List<Integer> channels) {
    concat(channels, false, 2, 3, 4);
    concat(channels, true, 2, 3, 4);
    concat(channels, true, 1, 40, 31);
  }

  @ParameterizedTest(name = "{0} features")
  @MethodSource("channelsSideBySide")
  void concatPutsFeaturesSideBySide(List<Integer> features) {
    concat(features, false, 3);
    concat(features, true, 3);
  }

  /**
   * @param inner whether the parts are values of nodes rather than inputs, which lie otherwise
   * @param others the batch and, for pictures, height and width
   */
  private static void concat(List<Integer> channels, boolean inner, int... others) {
    var net = new SmallNet();
    var parts = new ArrayList<String>();
    for (int c : channels) {
      var name = "x" + parts.size();
      net.input(
          name,
          others.length == 1
              ? new int[] {others[0], c}
              : new int[] {others[0], c, others[1], others[2]});
      if (inner) {
        net.node("relu" + parts.size(), new Relu(), name);
      }
      parts.add((inner ? "relu" : "x") + parts.size());
    }
    net.node("concat", new Concat(), parts.toArray(String[]::new));
    int plane = others.length == 1 ? 1 : others[1] * others[2];
    int sum = channels.stream().mapToInt(c -> c).sum();
    var expected = new float[others[0] * sum * plane];
    int first = 0;
    for (int i = 0; i < channels.size(); i++) {
      var x = net.value("x" + i).toArray(Layout.NCHW);
      int part = channels.get(i) * plane;
      for (int j = 0; j < x.length; j++) {
        expected[j / part * sum * plane + first + j % part] = inner ? Math.max(0, x[j]) : x[j];
      }
      first += part;
    }
    net.output("concat").check(expected);
  }

  @ParameterizedTest(name = "{0} channels")
  @ValueSource(ints = {1, 16, 17})
  void concatTakesAValueTwice(int channels) {
    var net = new SmallNet().input("x", 1, channels, 2, 3).node("concat", new Concat(), "x", "x");
    var x = net.value("x").toArray(Layout.NCHW);
    var expected = new float[2 * x.length];
    System.arraycopy(x, 0, expected, 0, x.length);
    System.arraycopy(x, 0, expected, x.length, x.length);
    net.output("concat").check(expected);
  }

  static Stream<Arguments> paddings() {
    return Stream.of(1, 3, 15, 16, 17, 32)
        .flatMap(
            c ->
                Stream.of(0, 1, 8, 16, 17)
                    .flatMap(
                        before ->
                            Stream.of(0, 3, 16).map(after -> Arguments.of(c, before, after))));
  }

  @ParameterizedTest(name = "{0} channels, {1} before, {2} after")
  @MethodSource("paddings")
  void padChannelsPutsZerosAround(int channels, int before, int after) {
    var net =
        new SmallNet()
            .input("x", 2, channels, 3, 2)
            .node("pad", new PadChannels(before, after), "x");
    net.output("pad").check(padded(net.value("x").toArray(Layout.NCHW), channels, before, after));
  }

  /** The shortcut of the CIFAR networks, and a convolution that reads its zeros. */
  @ParameterizedTest(name = "{0} channels, {1} before, {2} after")
  @MethodSource("paddings")
  void zerosOfThePaddingAreThereForTheNextLayer(int channels, int before, int after) {
    var net =
        new SmallNet()
            .input("x", 2, channels, 5, 3)
            .node("sample", new MaxPool(Window.of(1).stride(2)), "x")
            .node("pad", new PadChannels(before, after), "sample")
            .conv("conv", "pad", 7, Window.of(3).pad(1), 1, true);
    var sampled = IntegerLoops.maxPool(Window.of(1).stride(2), false, net.value("x"));
    var pad =
        Tensor.of(
            Shape.of(2, before + channels + after, 3, 2),
            Layout.NCHW,
            padded(sampled, channels, before, after));
    var conv = new Conv(Window.of(3).pad(1));
    net.output("conv")
        .check(
            IntegerLoops.conv(
                conv.window(), 1, pad, net.value("conv.weight"), net.value("conv.bias")));
  }

  /** Two pictures of 3 × 2 pixels. */
  private static float[] padded(float[] x, int channels, int before, int after) {
    int picture = channels * 6;
    int wide = (before + channels + after) * 6;
    var y = new float[2 * wide];
    for (int i = 0; i < x.length; i++) {
      y[i / picture * wide + before * 6 + i % picture] = x[i];
    }
    return y;
  }

  /** A chain of names for one place in memory, all asked for. */
  @Test
  void severalNamesOfOneValueMayBeOutputs() {
    var net =
        new SmallNet()
            .input("x", 2, 5, 1, 1)
            .node("flat", new Flatten(), "x")
            .node("again", new Flatten(), "flat")
            .node("relu", new Relu(), "again")
            .output("x")
            .output("again")
            .output("flat")
            .output("relu");
    EngineRun.checked(net.graph(), net.inputs(), 1, 2);
  }
}
