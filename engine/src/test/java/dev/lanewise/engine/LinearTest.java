package dev.lanewise.engine;

import dev.lanewise.engine.op.Linear;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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
