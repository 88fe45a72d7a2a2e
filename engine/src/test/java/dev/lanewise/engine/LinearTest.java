package dev.lanewise.engine;

import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.Linear;
import dev.lanewise.engine.op.Relu;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Linear layers around the edges of kernels, panels and blocks of the depth. */
@Tag("widths")
class LinearTest {
  static Stream<Arguments> rowsAndDepths() {
    return IntStream.of(1, 2, 3, 4, 5, 6, 7, 13)
        .boxed()
        .flatMap(
            rows ->
                IntStream.of(1, 2, 3, 63, 64, 65, 255, 256, 257, 511, 513, 577)
                    .mapToObj(depth -> Arguments.of(rows, depth)));
  }

  /** Four panels of a single row are computed together, of 32, 16 or 8 columns each. */
  @ParameterizedTest(name = "{0} features to {1}")
  @CsvSource({
    "1, 31",
    "7, 32",
    "300, 33",
    "64, 64",
    "65, 112",
    "3, 127",
    "257, 128",
    "513, 129",
    "20, 144",
    "9, 160",
    "600, 256",
    "33, 271"
  })
  void oneRowNeedNotFillPanels(int depth, int out) {
    for (boolean skip : new boolean[] {false, true}) {
      var net =
          new SmallNet()
              .input("x", 1, depth)
              .constant("weight", out, depth)
              .constant("bias", out)
              .node("fc", new Linear(), "x", "weight", "bias");
      float[] expected =
          IntegerLoops.linear(net.value("x"), net.value("weight"), net.value("bias"));
      if (skip) {
        net.input("skip", 1, out).node("sum", new Add(), "fc", "skip").node("y", new Relu(), "sum");
        for (int i = 0; i < out; i++) {
          expected[i] = Math.max(0f, expected[i] + net.value("skip").get(0, i));
        }
      }
      net.output(skip ? "y" : "fc").check(expected);
    }
  }

  @ParameterizedTest(name = "{0} rows of {1} features")
  @MethodSource("rowsAndDepths")
  void rowsAndFeaturesNeedNotFillBlocks(int rows, int depth) {
    for (int out : new int[] {1, 5, 15, 16, 17, 31, 32, 33, 48, 49, 65, 100}) {
      var net =
          new SmallNet()
              .input("x", rows, depth)
              .constant("weight", out, depth)
              .constant("bias", out);
      boolean bias = out % 2 == 1;
      if (bias) {
        net.node("fc", new Linear(), "x", "weight", "bias");
      } else {
        net.node("fc", new Linear(), "x", "weight");
      }
      net.output("fc")
          .check(
              IntegerLoops.linear(
                  net.value("x"), net.value("weight"), bias ? net.value("bias") : null));
    }
  }
}
