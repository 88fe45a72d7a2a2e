package dev.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.Apply;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Concat;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.Relu;
import dev.lanewise.engine.op.Window;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batch norms that no layer comes before, with what follows them. */
@Tag("widths")
class NormChainsTest {
  private static final Window ONE = Window.of(1);
  private static final Window SAME = Window.of(3).pad(1);

  /** Holds all outputs to the reference, at one to three threads; gives the names of the steps. */
  private static List<String> steps(SmallNet net) {
    var graph = net.graph();
    EngineRun.checked(graph, net.inputs(), 1, 2, 3);
    try (var model = Model.compile(graph, EngineRun.EXACT);
        var session = model.newSession(EngineRun.options(net.inputs(), 1))) {
      return session.plan().steps().stream().map(Plan.Step::name).toList();
    }
  }

  private static SmallNet norm(SmallNet net, String name, String x, int channels) {
    var variance = Tensor.managed(Shape.of(channels), Layout.NCHW);
    for (int c = 0; c < channels; c++) {
      variance.set(0.3f + c % 7, c);
    }
    return net.constant(name + ".gamma", channels)
        .constant(name + ".beta", channels)
        .constant(name + ".mean", channels)
        .constant(name + ".variance", variance)
        .node(
            name,
            new BatchNorm(1e-5),
            x,
            name + ".gamma",
            name + ".beta",
            name + ".mean",
            name + ".variance");
  }

  /** Blocks of the depth that are whole vectors and that are not; more pixels than a part has. */
  @ParameterizedTest(name = "{0} channels, {1}×{2}, to {3}")
  @CsvSource({
    "16, 5, 7, 32",
    "20, 5, 7, 17",
    "64, 17, 19, 48",
    "250, 3, 5, 33",
    "300, 5, 7, 16",
    "992, 3, 4, 65",
    "1000, 2, 3, 20",
    "1000, 1, 1, 129"
  })
  void layerNormalisesWhatItReads(int in, int height, int width, int out) {
    for (int batch = 1; batch <= 2; batch++) {
      var net = new SmallNet().input("x", batch, in, height, width);
      norm(net, "norm", "x", in)
          .node("relu", new Relu(), "norm")
          .conv("y", "relu", out, ONE, 1, true)
          .output("y");
      assertThat(steps(net)).doesNotContain("norm", "relu");
    }
  }

  @Test
  void linearLayerNormalisesWhatItReads() {
    var net = new SmallNet().input("x", 3, 70);
    norm(net, "norm", "x", 70)
        .node("relu", new Relu(), "norm")
        .constant("w", 21, 70)
        .constant("b", 21)
        .node("y", new Linear(), "relu", "w", "b")
        .output("y");
    assertThat(steps(net)).doesNotContain("norm", "relu");
  }

  @Test
  void skipAndActivationOfTheLayerStayItsOwn() {
    var net = new SmallNet().input("x", 2, 24, 5, 6);
    norm(net, "norm", "x", 24)
        .node("relu", new Relu(), "norm")
        .conv("conv", "relu", 24, ONE, 1, true)
        .node("add", new Add(), "conv", "x")
        .node("y", new Apply(Activation.of(Activation.Kind.TANH)), "add")
        .output("y");
    assertThat(steps(net)).doesNotContain("norm", "relu", "conv", "add");
  }

  /** Floors and functions, with kernels and without. */
  @ParameterizedTest
  @ValueSource(strings = {"NONE", "SIGMOID", "ABS", "SOFTPLUS"})
  void anyActivationIsAppliedWhileRowsAreRead(String kind) {
    var activation = Activation.of(Activation.Kind.valueOf(kind));
    var net = new SmallNet().input("x", 1, 40, 6, 7);
    norm(net, "norm", "x", 40);
    var last = "norm";
    if (!activation.equals(Activation.NONE)) {
      net.node("activation", new Apply(activation), "norm");
      last = "activation";
    }
    net.conv("y", last, 19, ONE, 1, true).output("y");
    assertThat(steps(net)).doesNotContain("norm", "activation");
  }

  /** Windows, strides and paddings of first layers; rows longer than a run of 256 pixels. */
  @ParameterizedTest(name = "{0} channels, {1}×{2}, {3}×{3}/{4} p{5}")
  @CsvSource({
    "3, 12, 13, 7, 2, 3",
    "3, 9, 300, 3, 2, 1",
    "1, 6, 530, 5, 1, 2",
    "4, 7, 8, 3, 1, 0",
    "2, 5, 4, 2, 2, 0",
    "15, 6, 260, 3, 1, 1"
  })
  void firstLayerNormalisesThePicturesItCopies(
      int channels, int height, int width, int kernel, int stride, int pad) {
    for (int batch = 1; batch <= 2; batch++) {
      var net = new SmallNet().input("x", batch, channels, height, width);
      norm(net, "norm", "x", channels)
          .conv("y", "norm", 24, Window.of(kernel).stride(stride).pad(pad), 1, true)
          .output("y");
      assertThat(steps(net)).doesNotContain("norm", "x");
    }
  }

  @Test
  void aPictureThatIsReadElsewhereIsNormalisedOnce() {
    var net = new SmallNet().input("x", 1, 3, 6, 7);
    norm(net, "norm", "x", 3)
        .conv("a", "norm", 16, SAME, 1, true)
        .conv("b", "norm", 16, SAME, 1, true)
        .output("a")
        .output("b");
    assertThat(steps(net)).contains("norm", "a", "b");
  }

  @Test
  void partOfAConcatenationIsNormalisedWhereItLies() {
    var net =
        new SmallNet()
            .input("x", 2, 3, 6, 5)
            .conv("a", "x", 32, SAME, 1, true)
            .conv("b", "x", 16, SAME, 1, true);
    norm(net, "norm", "a", 32)
        .node("relu", new Relu(), "norm")
        .conv("c", "relu", 16, ONE, 1, true)
        .node("wide", new Concat(), "a", "b", "c");
    norm(net, "norm2", "wide", 64)
        .node("relu2", new Relu(), "norm2")
        .conv("y", "relu2", 16, ONE, 1, true)
        .output("y");
    assertThat(steps(net)).containsExactly("a", "b", "c", "y");
  }

  @Test
  void normAndActivationAreOneStepBeforeOtherLayers() {
    var net = new SmallNet().input("x", 2, 20, 5, 6);
    norm(net, "norm", "x", 20)
        .node("relu", new Relu(), "norm")
        .conv("y", "relu", 24, SAME, 1, true)
        .output("y");
    assertThat(steps(net)).contains("relu").doesNotContain("norm");
  }

  @Test
  void whatOthersReadIsComputed() {
    var net = new SmallNet().input("x", 2, 32, 5, 6);
    norm(net, "norm", "x", 32)
        .node("relu", new Relu(), "norm")
        .conv("conv", "relu", 32, ONE, 1, true)
        .node("y", new Add(), "conv", "relu");
    norm(net, "norm2", "y", 32)
        .node("relu2", new Relu(), "norm2")
        .node("pool", new MaxPool(Window.of(2)), "norm2")
        .output("y")
        .output("relu2")
        .output("pool");
    assertThat(steps(net)).contains("relu", "norm2", "relu2").doesNotContain("norm");
  }

  @Test
  void outputsAreComputed() {
    var net = new SmallNet().input("x", 1, 16, 5, 6);
    norm(net, "norm", "x", 16)
        .node("relu", new Relu(), "norm")
        .conv("y", "relu", 16, ONE, 1, true)
        .output("norm")
        .output("relu")
        .output("y");
    assertThat(steps(net)).contains("norm", "relu", "y");
  }
}
