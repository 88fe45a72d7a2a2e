package dev.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.Relu;
import dev.lanewise.engine.op.Window;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Convolution, batch norm, skip add and rectifier in one step: every algorithm, few and many
 * channels, and a depth of one block and of several.
 */
@Tag("widths")
class FusedLayerTest {
  /** Which operand of the add the layer is, and where the other comes from. */
  enum Skip {
    NONE,
    INPUT_SECOND,
    INPUT_FIRST,
    LAYER_SECOND,
    LAYER_FIRST
  }

  /** Every case keeps height and width, and gives as many channels as the skip input has. */
  static Stream<ConvCase> layers() {
    return Stream.of(
            // One block of the depth, then several, on each algorithm.
            ConvCase.of(3, 5, 7, 16, Window.of(1)),
            ConvCase.of(64, 5, 7, 17, Window.of(1)),
            ConvCase.of(300, 5, 7, 33, Window.of(1)),
            ConvCase.of(577, 1, 6, 5, Window.of(1)),
            ConvCase.of(3, 5, 7, 5, Window.of(3).pad(1)),
            ConvCase.of(33, 5, 7, 16, Window.of(3).pad(1)),
            ConvCase.of(130, 5, 4, 31, Window.of(3).pad(1)),
            ConvCase.of(16, 5, 12, 65, Window.of(3).pad(1)),
            ConvCase.of(32, 4, 6, 33, Window.of(3).pad(1)),
            ConvCase.of(96, 4, 12, 48, Window.of(3).pad(1)),
            ConvCase.of(6, 5, 7, 9, Window.of(3).pad(1)).withGroups(3),
            ConvCase.of(120, 5, 7, 40, Window.of(3).pad(1)).withGroups(2),
            ConvCase.of(17, 5, 7, 17, Window.of(3).pad(1)).withGroups(17),
            ConvCase.of(32, 5, 7, 32, Window.of(5).pad(2)).withGroups(32))
        .flatMap(conv -> Stream.of(conv, conv.withBatch(2).withoutBias()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void layerIsOneStepAndGivesWhatItsPartsGive(ConvCase conv) {
    for (var skip : Skip.values()) {
      for (boolean norm : new boolean[] {false, true}) {
        for (boolean relu : new boolean[] {false, true}) {
          check(conv, skip, norm, relu);
        }
      }
    }
  }

  private static void check(ConvCase conv, Skip skip, boolean norm, boolean relu) {
    var net = conv.net().input("skip", conv.batch(), conv.out(), conv.height(), conv.width());
    var expected = conv.expected(net);
    var last = "conv";
    if (norm) {
      batchNorm(net, "bn", last, conv.out());
      normalise(net, "bn", conv, expected);
      last = "bn";
    }
    if (skip != Skip.NONE) {
      var other = "skip";
      if (skip == Skip.LAYER_FIRST || skip == Skip.LAYER_SECOND) {
        // A copy that no constant folding sees through.
        net.node("shortcut", new MaxPool(Window.of(1)), "skip");
        other = "shortcut";
      }
      boolean first = skip == Skip.INPUT_FIRST || skip == Skip.LAYER_FIRST;
      net.node("add", new Add(), first ? other : last, first ? last : other);
      var added = net.value("skip").toArray(Layout.NCHW);
      for (int i = 0; i < expected.length; i++) {
        expected[i] += added[i];
      }
      last = "add";
    }
    if (relu) {
      net.node("relu", new Relu(), last);
      for (int i = 0; i < expected.length; i++) {
        expected[i] = expected[i] > 0 ? expected[i] : 0;
      }
      last = "relu";
    }
    net.output(last).check(expected);
    assertOneLayer(net);
  }

  private static void assertOneLayer(SmallNet net) {
    try (var model = Model.compile(net.graph())) {
      assertThat(model.graph().nodes())
          .filteredOn(node -> !(node.op() instanceof MaxPool))
          .hasSize(1)
          .allMatch(node -> node.op() instanceof Fused);
    }
  }

  /** Adds a batch norm whose factors are whole: gamma over a deviation of 1 or ½. */
  private static void batchNorm(SmallNet net, String name, String x, int channels) {
    var variance = Tensor.managed(Shape.of(channels), Layout.NCHW);
    for (int c = 0; c < channels; c++) {
      variance.set(c % 3 == 0 ? 0.25f : 1, c);
    }
    net.constant(name + ".gamma", channels)
        .constant(name + ".beta", channels)
        .constant(name + ".mean", channels)
        .constant(name + ".variance", variance)
        .node(
            name,
            new BatchNorm(0),
            x,
            name + ".gamma",
            name + ".beta",
            name + ".mean",
            name + ".variance");
  }

  private static void normalise(SmallNet net, String name, ConvCase conv, float[] values) {
    int plane = conv.height() * conv.width();
    for (int i = 0; i < values.length; i++) {
      int c = i / plane % conv.out();
      float scale = net.value(name + ".gamma").get(c) * (c % 3 == 0 ? 2 : 1);
      values[i] = (values[i] - net.value(name + ".mean").get(c)) * scale;
      values[i] += net.value(name + ".beta").get(c);
    }
  }

  @ParameterizedTest
  @EnumSource(Skip.class)
  void linearLayersFuseToo(Skip skip) {
    for (int depth : new int[] {15, 300, 577}) {
      for (int out : new int[] {5, 16, 33}) {
        var net =
            new SmallNet()
                .input("x", 7, depth)
                .input("skip", 7, out)
                .constant("weight", out, depth)
                .constant("bias", out)
                .node("fc", new Linear(), "x", "weight", "bias");
        var expected = IntegerLoops.linear(net.value("x"), net.value("weight"), net.value("bias"));
        boolean first = skip == Skip.INPUT_FIRST || skip == Skip.LAYER_FIRST;
        var last = "fc";
        if (skip != Skip.NONE) {
          last = "add";
          net.node("add", new Add(), first ? "skip" : "fc", first ? "fc" : "skip");
        }
        net.node("relu", new Relu(), last);
        for (int i = 0; i < expected.length; i++) {
          float added = skip == Skip.NONE ? 0 : net.value("skip").toArray(Layout.NCHW)[i];
          expected[i] = Math.max(0, expected[i] + added);
        }
        net.output("relu").check(expected);
        assertOneLayer(net);
      }
    }
  }

  /** The skip is what the layer itself reads, as in a residual block of one layer. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void skipMayBeTheLayersOwnInput(ConvCase any) {
    int channels = any.out() / any.groups() * any.groups();
    var conv =
        new ConvCase(
            any.batch(),
            channels,
            any.height(),
            any.width(),
            channels,
            any.window(),
            any.groups(),
            any.bias());
    var net = conv.net().node("add", new Add(), "conv", "x").node("relu", new Relu(), "add");
    var expected = conv.expected(net);
    var x = net.value("x").toArray(Layout.NCHW);
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Math.max(0, expected[i] + x[i]);
    }
    net.output("relu").check(expected);
    assertOneLayer(net);
  }
}
