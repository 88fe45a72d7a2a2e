package dev.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.AveragePool;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Concat;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Flatten;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.GlobalAveragePool;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.Op;
import dev.lanewise.engine.op.PadChannels;
import dev.lanewise.engine.op.Relu;
import dev.lanewise.engine.op.Softmax;
import dev.lanewise.engine.op.UpsampleAdd;
import dev.lanewise.engine.op.Window;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each operator refuses, and that the message names the node and both sides. */
class OperatorShapesTest {
  private static final Conv CONV = new Conv(Window.of(3).pad(1));
  private static final Fused FUSED = new Fused(CONV, true, Activation.RELU);

  private static Shape of(int... extents) {
    return Shape.of(extents);
  }

  static Stream<Arguments> misfits() {
    var x = of(1, 32, 8, 8);
    var c = of(32);
    return Stream.of(
        misfit(CONV, "weights expect 64 input channels, input has 32", x, of(64, 64, 3, 3)),
        misfit(
            CONV, "the kernel is 3×3, the weights have shape [64, 32, 1, 3]", x, of(64, 32, 1, 3)),
        misfit(CONV, "bias must have shape [64], has [63]", x, of(64, 32, 3, 3), of(63)),
        misfit(CONV, "bias must have shape [64], has [64, 1]", x, of(64, 32, 3, 3), of(64, 1)),
        misfit(CONV, "input must have rank 4, has shape [1, 32]", of(1, 32), of(64, 32, 3, 3)),
        misfit(CONV, "weights must have rank 4, has shape [64, 32]", x, of(64, 32)),
        misfit(CONV, "takes 2 to 3 inputs, got 1", x),
        misfit(CONV, "takes 2 to 3 inputs, got 4", x, x, x, x),
        misfit(
            new Conv(Window.of(3), 4),
            "weights expect 128 input channels, input has 32",
            x,
            of(64, 32, 3, 3)),
        misfit(
            new Conv(Window.of(3), 4),
            "66 output channels cannot be split into 4 groups",
            x,
            of(66, 8, 3, 3)),
        misfit(
            new Conv(Window.of(9).dilation(2)),
            "the window spans 17 pixels, the padded input's height is 8",
            x,
            of(64, 32, 9, 9)),
        misfit(
            new Linear(), "weights expect 16 input features, input has 32", of(1, 32), of(8, 16)),
        misfit(new Linear(), "bias must have shape [8], has [9]", of(1, 32), of(8, 32), of(9)),
        misfit(new Linear(), "input must have rank 2", x, of(8, 32)),
        misfit(new BatchNorm(0), "gamma must have shape [32], has [31]", x, of(31), c, c, c),
        misfit(new BatchNorm(0), "beta must have shape [32], has [1]", x, c, of(1), c, c),
        misfit(new BatchNorm(0), "mean must have shape [32], has [33]", x, c, c, of(33), c),
        misfit(new BatchNorm(0), "variance must have shape [32], has [2]", x, c, c, c, of(2)),
        misfit(new BatchNorm(0), "rank 4 or 2", of(1, 32, 8), c, c, c, c),
        misfit(new BatchNorm(0), "takes 5 inputs, got 1", x),
        misfit(
            new Add(),
            "skip add of [1, 32, 8, 8] and [1, 32, 8, 1]: shapes must be identical",
            x,
            of(1, 32, 8, 1)),
        misfit(new Add(), "skip add of [1, 32, 8, 8] and [32]", x, c),
        misfit(new Add(), "takes 2 inputs, got 3", x, x, x),
        misfit(new Concat(), "[1, 32, 8, 8] and [1, 32, 8, 9]: axis 3 differs", x, of(1, 32, 8, 9)),
        misfit(new Concat(), "[1, 32, 8, 8] and [2, 32, 8, 8]: axis 0 differs", x, of(2, 32, 8, 8)),
        misfit(new Concat(), "[1, 32, 8, 8] and [1, 32]", x, of(1, 32)),
        misfit(new Concat(), "axis 1 is not one of an input of shape [32]", c, c),
        misfit(
            new Concat(),
            "the extent along axis 1 overflows",
            of(1, Integer.MAX_VALUE, 1, 1),
            of(1, 1, 1, 1)),
        misfit(
            FUSED,
            "skip add of [1, 64, 8, 8] and [1, 32, 8, 8]: shapes must be identical",
            x,
            of(64, 32, 3, 3),
            of(64),
            x),
        misfit(FUSED, "takes 4 inputs, got 3", x, of(64, 32, 3, 3), of(64)),
        misfit(
            new MaxPool(Window.of(9)),
            "the window spans 9 pixels, the padded input's height is 8",
            x),
        misfit(
            new AveragePool(Window.of(1, 9), false, false),
            "the window spans 9 pixels, the padded input's width is 8",
            x),
        misfit(new MaxPool(Window.of(1)), "input must have rank 4, has shape [32]", c),
        misfit(new AveragePool(Window.of(1), true, true), "rank 4, has shape [32]", c),
        misfit(new GlobalAveragePool(), "input must have rank 4, has shape [32]", c),
        misfit(new Flatten(), "rank 4 or 2, has shape [32]", c),
        misfit(
            new Flatten(),
            "the number of features of [1, 65536, 32768, 1] overflows",
            of(1, 65536, 32768, 1)),
        misfit(new Softmax(), "axis 1 is not one of an input of shape [32]", c),
        misfit(new PadChannels(1, 1), "input must have rank 4, has shape [32]", c),
        misfit(
            new MaxPool(Window.of(1).stride(1 << 30).pad(0, 1 << 30, 0, 1 << 30)),
            "the padded input's width overflows: 21474836",
            x),
        misfit(new PadChannels(Integer.MAX_VALUE, 1), "the number of channels overflows", x),
        misfit(new UpsampleAdd(), "lateral must have rank 4, has shape [32]", c, x),
        misfit(new UpsampleAdd(), "coarse must have rank 4, has shape [32]", x, c),
        misfit(new UpsampleAdd(), "takes 2 inputs, got 1", x),
        misfit(
            new UpsampleAdd(),
            "upsample add of [1, 32, 8, 8] and [1, 16, 4, 4]: pictures and channels must be as many",
            x,
            of(1, 16, 4, 4)),
        misfit(new Relu(), "takes 1 inputs, got 2", x, x));
  }

  private static Arguments misfit(Op op, String message, Shape... inputs) {
    return Arguments.of(op, List.of(inputs), message);
  }

  @ParameterizedTest(name = "{0} of {1}: {2}")
  @MethodSource("misfits")
  void inputsThatDoNotFitAreRefusedNamingTheNode(Op op, List<Shape> inputs, String message) {
    var graph = Graph.builder("wrong");
    var names = new String[inputs.size()];
    for (int i = 0; i < names.length; i++) {
      names[i] = graph.input("in" + i, inputs.get(i));
    }
    assertThatThrownBy(() -> graph.node("layer2.0.conv1", op, names))
        .isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("layer2.0.conv1: ")
        .hasMessageContaining(message);
  }

  @Test
  void anUnknownExtentIsNoMisfit() {
    var graph = Graph.builder("unknown");
    graph.input("x", of(1, Shape.UNKNOWN, Shape.UNKNOWN, 8));
    graph.input("w", of(64, 32, 3, 3));
    graph.node("conv", CONV, "x", "w");
    assertThat(graph.shape("conv")).hasToString("[1, 64, ?, 8]");
    graph.node("pad", new PadChannels(1, 2), "x");
    assertThat(graph.shape("pad")).hasToString("[1, ?, ?, 8]");
    graph.node("flat", new Flatten(), "conv");
    assertThat(graph.shape("flat")).hasToString("[1, ?]");
    graph.input("y", of(1, 64, 8, Shape.UNKNOWN));
    graph.node("add", new Add(), "conv", "y");
    assertThat(graph.shape("add")).hasToString("[1, 64, 8, 8]");
    graph.input("coarse", of(Shape.UNKNOWN, 32, 3, Shape.UNKNOWN));
    graph.node("up", new UpsampleAdd(), "x", "coarse");
    assertThat(graph.shape("up")).hasToString("[1, 32, ?, 8]");
  }

  @Test
  void operatorsRefuseAttributesWithoutMeaning() {
    assertThatThrownBy(() -> new Conv(Window.of(1), 0))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("0");
    assertThatThrownBy(() -> new BatchNorm(-1e-5)).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> new BatchNorm(Double.NaN)).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> new PadChannels(-1, 0)).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> Window.of(0)).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> Window.of(1).stride(0)).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> Window.of(1).pad(-1)).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> Window.of(1).dilation(0)).isInstanceOf(ShapeException.class);
  }

  @Test
  void windowsOfHugeExtentsDoNotOverflow() {
    int most = Integer.MAX_VALUE;
    assertThatThrownBy(() -> Window.of(most).dilation(most).outputH(8, false))
        .isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> Window.of(1).pad(most).outputW(most, true))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("overflows");
    // Loops count input pixels, padding included, in ints.
    assertThat(Window.of(1).stride(most).pad(most - 1, 0, 0, 0).outputH(1, true)).isEqualTo(1);
    assertThatThrownBy(() -> Window.of(1).stride(most).pad(most, 0, 0, 0).outputH(1, true))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("overflows");
  }

  @Test
  void operatorsPrintAsPeopleWriteThem() {
    assertThat(CONV).hasToString("Conv 3×3 p1");
    assertThat(new Conv(Window.of(1, 3).stride(1, 2).pad(0, 1, 2, 3).dilation(1, 2), 32))
        .hasToString("Conv 1×3/1,2 p0,1,2,3 d1,2 g32");
    assertThat(FUSED).hasToString("Conv 3×3 p1 + skip → relu");
    assertThat(new AveragePool(Window.of(2).stride(2), true, true))
        .hasToString("AveragePool 2×2/2 ceil include-pad");
    assertThat(new MaxPool(Window.of(3).stride(2).pad(1))).hasToString("MaxPool 3×3/2 p1");
    assertThat(new BatchNorm(1e-5)).hasToString("BatchNorm ε=1.0E-5");
  }
}
