package dev.lanewise.engine.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Plan;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.Window;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which layers can be judged by the peak, and at which rate. */
class ExpectedTimeTest {
  /** Half a peak of 100 multiply-adds a nanosecond. */
  @ParameterizedTest(name = "{0} to {1} channels at {2}, {3}×{3}, {4} groups")
  @CsvSource({
    "64, 64, 56, 3, 1, 2312110", // 56² · 64 · 576 / 50
    "512, 512, 7, 3, 1, 2312110",
    "512, 2048, 7, 1, 1, 1027604",
    "3, 64, 112, 7, 1, 0", // the stem: gathering decides
    "64, 8, 56, 3, 1, 0", // half of each vector is padding
    "64, 64, 56, 3, 2, 0", // groups
    "512, 512, 5, 1, 1, 0", // few rows
    "64, 64, 8, 1, 1, 0", // microseconds
    "4096, 4096, 1, 1, 1, 0", // memory decides
  })
  void isTheMultiplyAddsAtHalfThePeak(
      int in, int out, int size, int kernel, int groups, long nanos) {
    var graph = Graph.builder("expected");
    graph.input("x", Shape.of(1, in, size, size));
    graph.constant("w", Tensor.managed(Shape.of(out, in / groups, kernel, kernel), Layout.NCHW));
    graph.constant("b", Tensor.managed(Shape.of(out), Layout.NCHW));
    var op = new Fused(new Conv(Window.of(kernel).pad(kernel / 2), groups), false, Activation.NONE);
    graph.node("conv", op, "x", "w", "b");
    graph.output("conv");
    long adds = (long) size * size * out * in / groups * kernel * kernel;
    var step = new Plan.Step("conv", "", "", Shape.of(1, out, size, size), adds);
    assertThat(ExpectedTime.of(step, graph.build(), 100)).isBetween(nanos - 1, nanos + 1);
  }
}
