package dev.lanewise.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.op.Gather;
import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.Op;
import dev.lanewise.engine.op.Reshape;
import dev.lanewise.engine.op.Slice;
import dev.lanewise.engine.op.Transpose;
import dev.lanewise.engine.op.Window;
import dev.lanewise.engine.reference.Interpreter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Copies between arrays of other orders, alone and where several in a row are one step. */
@Tag("widths")
class MoveChainsTest {
  private static Reshape reshape(Integer... extents) {
    return new Reshape(List.of(extents), false);
  }

  private static Transpose transpose(Integer... permutation) {
    return new Transpose(List.of(permutation));
  }

  /** The names of the steps that move something. */
  private static List<String> steps(SmallNet net) {
    try (var model = Model.compile(net.graph(), EngineRun.EXACT);
        var session = model.newSession(EngineRun.options(net.inputs(), 1))) {
      return session.plan().steps().stream()
          .filter(step -> step.operator().matches(".*(Reshape|Transpose|Slice).*"))
          .map(Plan.Step::name)
          .toList();
    }
  }

  /** Blocks are 16 channels of 256 pixels, four channels at once; shorter rows are not worth it. */
  @ParameterizedTest(name = "{0} × {1} channels, {2}×{3}")
  @CsvSource({
    "2, 2, 1, 1",
    "4, 28, 7, 9",
    "4, 34, 3, 5",
    "3, 17, 16, 16",
    "3, 16, 1, 257",
    "8, 3, 4, 4",
    "16, 5, 20, 27",
  })
  void aShuffleOfChannelsIsOneStep(int groups, int each, int height, int width) {
    int channels = groups * each;
    var net =
        new SmallNet()
            .input("x", 2, channels, height, width)
            .node("cut", reshape(2, groups, each, height, width), "x")
            .node("turned", transpose(0, 2, 1, 3, 4), "cut")
            .node("shuffled", reshape(2, channels, height, width), "turned")
            .node("max", new MaxPool(Window.of(1)), "shuffled")
            .output("max");
    var x = net.value("x").toArray(Layout.NCHW);
    int plane = height * width;
    var expected = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      int n = i / plane / channels;
      int channel = i / plane % channels;
      int from = channel % groups * each + channel / groups;
      expected[i] = x[(n * channels + from) * plane + i % plane];
    }
    net.check(expected);
    assertThat(steps(net)).containsExactly("shuffled");
  }

  @ParameterizedTest(name = "{0} channels, {1}×{2}")
  @CsvSource({"1, 3, 5", "3, 8, 8", "15, 4, 4", "16, 1, 15", "17, 8, 9", "85, 12, 23", "4, 1, 257"})
  void picturesAndArraysBecomeEachOther(int channels, int height, int width) {
    int plane = height * width;
    var net =
        new SmallNet()
            .input("x", 2, channels, height, width)
            .node("rows", reshape(2, channels, plane), "x")
            .node("turned", transpose(0, 2, 1), "rows")
            .node("back", transpose(0, 2, 1), "turned")
            .node("picture", reshape(2, channels, height, width), "back")
            .node("max", new MaxPool(Window.of(1)), "picture")
            .output("rows")
            .output("turned")
            .output("max");
    var x = net.value("x").toArray(Layout.NCHW);
    var turned = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      int channel = i / plane % channels;
      turned[(i / plane / channels * plane + i % plane) * channels + channel] = x[i];
    }
    var outputs = EngineRun.checked(net.graph(), net.inputs(), 1, 2, 3);
    var expected = new LinkedHashMap<String, float[]>();
    expected.put("rows", x);
    expected.put("turned", turned);
    expected.put("max", x);
    expected.forEach(
        (name, values) ->
            assertThat(requireNonNull(outputs.get(name)).toArray(Layout.NCHW))
                .as(name)
                .containsExactly(values));
    assertThat(steps(net)).containsExactly("rows", "turned", "picture");
  }

  @Test
  void aValueThatIsReadTwiceIsComputed() {
    var net =
        new SmallNet()
            .input("x", 1, 6, 4, 4)
            .node("cut", reshape(1, 2, 3, 4, 4), "x")
            .node("turned", transpose(0, 2, 1, 3, 4), "cut")
            .node("one", reshape(1, 6, 4, 4), "turned")
            .node("other", reshape(1, 96), "turned")
            .output("one")
            .output("other");
    EngineRun.checked(net.graph(), net.inputs(), 1, 2);
    assertThat(steps(net)).containsExactly("turned", "one", "other");
  }

  /** 4 × 3 turned into 3 × 4, and cut into 4 × 3 again: no axis is a run of others. */
  @Test
  void whatIsNotOneCopyIsTwo() {
    var net =
        new SmallNet()
            .input("x", 1, 5, 4, 3)
            .node("turned", transpose(0, 1, 3, 2), "x")
            .node("cut", reshape(1, 5, 4, 3), "turned")
            .output("cut");
    var x = net.value("x").toArray(Layout.NCHW);
    var expected = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      expected[i / 12 * 12 + i % 3 * 4 + i / 3 % 4] = x[i];
    }
    net.check(expected);
    assertThat(steps(net)).containsExactly("turned", "cut");
  }

  private static Slice slice(int axis, long start, long end, long step) {
    return new Slice(List.of(new Slice.Range(axis, start, end, step)));
  }

  /** As ShuffleNetV2's exporters write it: each half is one copy, the shuffled whole is nowhere. */
  @ParameterizedTest(name = "{0} channels, {1}×{2}")
  @CsvSource({"1, 1, 1", "3, 2, 5", "8, 3, 3", "24, 7, 6", "33, 4, 1"})
  void halvesOfAShuffleAreOneStepEach(int half, int height, int width) {
    var net =
        new SmallNet()
            .input("x", 1, 2 * half, height, width)
            .constant("0", Tensor.ofLongs(Shape.of(), 0))
            .constant("-1", Tensor.ofLongs(Shape.of(), -1))
            .node("cut", reshape(half, 2, height * width), "x")
            .node("turned", transpose(1, 0, 2), "cut")
            .node("halves", reshape(2, -1, half, height, width), "turned")
            .node("even", new Gather(0), "halves", "0")
            .node("odd", new Gather(0), "halves", "-1")
            .node("max", new MaxPool(Window.of(1)), "odd")
            .output("even")
            .output("max");
    var outputs = EngineRun.checked(net.graph(), net.inputs(), 1, 2);
    SameBits.check(Interpreter.run(net.graph(), net.inputs()), outputs);
    assertThat(steps(net)).hasSize(2).doesNotContain("cut", "turned", "halves");
  }

  /** As torchvision's ShuffleNetV2 does: parts of the channels that were shuffled. */
  @Test
  void partsOfShuffledChannelsAreOneStepEach() {
    var net =
        new SmallNet()
            .input("x", 2, 40, 5, 3)
            .node("cut", reshape(2, 2, 20, 5, 3), "x")
            .node("turned", transpose(0, 2, 1, 3, 4), "cut")
            .node("shuffled", reshape(2, 40, 5, 3), "turned")
            .node("first", slice(1, 0, 18, 1), "shuffled")
            .node("second", slice(1, 18, 40, 1), "shuffled")
            .output("first")
            .output("second");
    EngineRun.checked(net.graph(), net.inputs(), 1, 2);
    assertThat(steps(net)).containsExactly("first", "second");
  }

  /** Whatever the extents have in common with each other, or have not. */
  @Test
  void rowsOfMovesAreWhatEachOfThemGives() {
    var random = new SplittableRandom(3);
    for (int i = 0; i < 300; i++) {
      int[] extents = {1 + random.nextInt(3), 1 + random.nextInt(24), 1 + random.nextInt(6), 4};
      var net = new SmallNet().input("x", extents);
      var last = "x";
      int moves = 2 + random.nextInt(4);
      for (int move = 0; move < moves; move++) {
        var shape = net.shape(last);
        var name = "move" + move;
        net.node(name, move(random, shape), last);
        last = name;
      }
      net.output(last);
      EngineRun.checked(net.graph(), net.inputs(), 1, 2);
    }
  }

  private static Op move(SplittableRandom random, Shape shape) {
    int axis = random.nextInt(shape.rank());
    int extent = shape.dim(axis);
    return switch (random.nextInt(3)) {
      case 0 -> {
        int first = random.nextInt(extent);
        int end = first + 1 + random.nextInt(extent - first);
        yield random.nextInt(4) == 0
            ? slice(axis, -1, Integer.MIN_VALUE, -1 - random.nextInt(2))
            : slice(axis, first, end, 1 + random.nextInt(2));
      }
      case 1 -> {
        var order = new ArrayList<Integer>();
        for (int each = 0; each < shape.rank(); each++) {
          order.add(random.nextInt(order.size() + 1), each);
        }
        yield new Transpose(order);
      }
      default -> {
        var parts = new ArrayList<Integer>();
        for (int each = 0; each < shape.rank(); each++) {
          int divisor = each == axis ? divisor(random, extent) : 1;
          if (divisor > 1 && shape.rank() < 6) {
            parts.add(divisor);
          }
          parts.add(shape.rank() < 6 ? shape.dim(each) / divisor : shape.dim(each));
        }
        if (random.nextInt(3) == 0) {
          parts.set(1, parts.get(0) * parts.get(1));
          parts.removeFirst();
        }
        yield new Reshape(parts, false);
      }
    };
  }

  private static int divisor(SplittableRandom random, int extent) {
    int divisor = 1 + random.nextInt(extent);
    return extent % divisor == 0 ? divisor : 1;
  }
}
