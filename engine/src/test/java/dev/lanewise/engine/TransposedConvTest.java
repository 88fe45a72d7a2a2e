package dev.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.op.Concat;
import dev.lanewise.engine.op.ConvTranspose;
import dev.lanewise.engine.op.Window;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Transposed convolutions, most of which are products. */
@Tag("widths")
class TransposedConvTest {
  private static final String PRODUCTS = "gemm for each tap";
  private static final String PHASES = "im2col for each phase";

  /** Holds all outputs to the reference, at one to three threads; gives the steps' algorithms. */
  private static List<String> algorithms(SmallNet net) {
    var graph = net.graph();
    EngineRun.checked(graph, net.inputs(), 1, 2, 3);
    try (var model = Model.compile(graph, EngineRun.EXACT);
        var session = model.newSession(EngineRun.options(net.inputs(), 1))) {
      return session.plan().steps().stream().map(Plan.Step::algorithm).toList();
    }
  }

  private static ConvTranspose sideBySide(int kernelH, int kernelW) {
    return new ConvTranspose(Window.of(kernelH, kernelW).stride(kernelH, kernelW), 1, 0, 0);
  }

  @ParameterizedTest(name = "{0} channels, {1}×{2}, to {3}, {4}×{5}")
  @CsvSource({
    "24, 5, 7, 24, 2, 2",
    "24, 6, 11, 1, 2, 2",
    "64, 17, 13, 33, 2, 2",
    "3, 4, 5, 17, 3, 2",
    "600, 3, 4, 20, 2, 3",
    "16, 1, 1, 48, 4, 4",
    "5, 7, 1, 16, 1, 2",
    "1, 30, 40, 70, 2, 2"
  })
  void eachTapIsAProduct(int in, int height, int width, int out, int kernelH, int kernelW) {
    for (int batch = 1; batch <= 2; batch++) {
      for (boolean bias : new boolean[] {true, false}) {
        var net =
            new SmallNet()
                .input("x", batch, in, height, width)
                .constant("w", in, out, kernelH, kernelW);
        var op = sideBySide(kernelH, kernelW);
        if (bias) {
          net.constant("b", out).node("y", op, "x", "w", "b");
        } else {
          net.node("y", op, "x", "w");
        }
        assertThat(algorithms(net.output("y"))).contains(PRODUCTS);
      }
    }
  }

  /**
   * As a U-Net joins what it enlarges with what it kept: whole vectors, and channels that are not.
   */
  @ParameterizedTest
  @ValueSource(ints = {32, 20})
  void isJoinedWithOthers(int channels) {
    var net =
        new SmallNet()
            .input("x", 2, 24, 3, 5)
            .input("kept", 2, channels, 6, 10)
            .constant("w", 24, channels, 2, 2)
            .node("up", sideBySide(2, 2), "x", "w")
            .node("first", new Concat(), "up", "kept")
            .node("last", new Concat(), "kept", "up")
            .conv("y", "first", 16, Window.of(1), 1, true)
            .conv("z", "last", 16, Window.of(3).pad(1), 1, true)
            .output("y")
            .output("z");
    assertThat(algorithms(net)).contains(PRODUCTS);
  }

  @Test
  void partOfAConcatenationThatStartsAnywhereIsWrittenAlone() {
    var net =
        new SmallNet()
            .input("x", 1, 8, 3, 4)
            .constant("w", 8, 5, 2, 2)
            .constant("w2", 8, 7, 2, 2)
            .node("a", sideBySide(2, 2), "x", "w")
            .node("b", sideBySide(2, 2), "x", "w2")
            .node("y", new Concat(), "a", "b", "a")
            .output("y");
    assertThat(algorithms(net)).contains(PRODUCTS);
  }

  /**
   * Kernels, strides, paddings and output paddings; outputs that no input or half a window reaches.
   */
  @ParameterizedTest(name = "{0} channels, {1}×{2}, to {3}, {4}×{5}/{6},{7} p{8} +{9}")
  @CsvSource({
    "24, 5, 7, 24, 4, 4, 2, 2, 1, 0",
    "16, 6, 5, 33, 3, 3, 2, 2, 1, 1",
    "3, 4, 5, 17, 3, 3, 1, 1, 1, 0",
    "40, 3, 4, 20, 5, 3, 2, 3, 0, 0",
    "7, 1, 1, 16, 4, 4, 1, 1, 0, 0",
    "5, 7, 9, 3, 2, 2, 2, 2, 1, 0",
    "8, 3, 3, 16, 2, 2, 2, 2, 0, 1",
    "9, 2, 3, 4, 3, 3, 3, 3, 0, 2",
    "300, 3, 2, 16, 4, 4, 2, 2, 1, 0",
    "2, 40, 60, 18, 4, 4, 2, 2, 1, 0",
    "4, 3, 3, 5, 7, 7, 2, 2, 3, 1"
  })
  void eachPhaseIsAProduct(
      int in,
      int height,
      int width,
      int out,
      int kernelH,
      int kernelW,
      int strideH,
      int strideW,
      int pad,
      int outputPad) {
    var window = Window.of(kernelH, kernelW).stride(strideH, strideW).pad(pad);
    for (int batch = 1; batch <= 2; batch++) {
      var net =
          new SmallNet()
              .input("x", batch, in, height, width)
              .constant("w", in, out, kernelH, kernelW)
              .constant("b", out)
              .node("y", new ConvTranspose(window, 1, outputPad, outputPad), "x", "w", "b")
              .output("y");
      assertThat(algorithms(net)).contains(PHASES);
    }
  }

  @Test
  void sidesMayBePaddedByAsMuchAsTheyLike() {
    var window = Window.of(4, 3).stride(2, 1).pad(0, 1, 2, 0);
    var net =
        new SmallNet()
            .input("x", 1, 6, 4, 5)
            .constant("w", 6, 4, 4, 3)
            .node("y", new ConvTranspose(window, 1, 1, 0), "x", "w")
            .output("y");
    assertThat(algorithms(net)).contains(PHASES);
  }

  /** Groups, gaps in windows or between them, and weights that are computed. */
  @Test
  void othersArePlainLoops() {
    var windows =
        List.of(
            new ConvTranspose(Window.of(2).stride(2).dilation(2), 1, 0, 0),
            new ConvTranspose(Window.of(2).stride(3), 1, 0, 0),
            new ConvTranspose(Window.of(2).stride(2), 2, 0, 0));
    for (var op : windows) {
      var net =
          new SmallNet()
              .input("x", 1, 6, 4, 5)
              .constant("w", 6, 4, op.window().kernelH(), op.window().kernelW())
              .node("y", op, "x", "w")
              .output("y");
      assertThat(algorithms(net)).as("%s", op).contains("plain loops");
    }
    var net =
        new SmallNet()
            .input("x", 1, 6, 4, 5)
            .input("w", 6, 4, 2, 2)
            .node("y", sideBySide(2, 2), "x", "w")
            .output("y");
    assertThat(algorithms(net)).contains("plain loops");
  }

  /** Rows of more pixels than are gathered at a time. */
  @ParameterizedTest(name = "{0} channels, {1}×{2}")
  @CsvSource({"8, 3, 450", "700, 2, 150", "4, 1, 201"})
  void longRowsAreCut(int in, int height, int width) {
    var net =
        new SmallNet()
            .input("x", 1, in, height, width)
            .constant("w", in, 16, 3, 3)
            .constant("b", 16)
            .node("y", new ConvTranspose(Window.of(3).stride(2).pad(1), 1, 0, 0), "x", "w", "b")
            .output("y");
    assertThat(algorithms(net)).contains(PHASES);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void withoutChannelsThereIsTheBias(int kernel) {
    var net =
        new SmallNet()
            .input("x", 1, 0, 3, 3)
            .constant("w", 0, 5, kernel, kernel)
            .constant("b", 5)
            .node("y", new ConvTranspose(Window.of(kernel).stride(2), 1, 0, 0), "x", "w", "b")
            .output("y");
    assertThat(algorithms(net)).doesNotContain(PRODUCTS, PHASES);
  }

  /** More padding than an int holds beside the output's extent. */
  @Test
  void whatIsPaddedAwayIsZero() {
    int most = Integer.MAX_VALUE;
    var net =
        new SmallNet()
            .input("x", 1, 3, 4, 4)
            .constant("w", 3, 5, 3, 3)
            .node("y", new ConvTranspose(Window.of(3).pad(most, 0, 0, 0), 1, most, 0), "x", "w")
            .output("y");
    algorithms(net);
  }
}
