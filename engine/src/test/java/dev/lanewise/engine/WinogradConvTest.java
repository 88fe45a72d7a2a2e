package dev.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.Relu;
import dev.lanewise.engine.op.Window;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions that FAST computes in tiles, against exact sums of whole numbers. */
@Tag("widths")
class WinogradConvTest {
  /**
   * Of the outputs' root mean square. Measured errors are 1.2e-6 of it in the mean, twice that
   * after a rectifier; no output of some hundred thousands is eight times as far off by chance, and
   * a wrong tap is off by more than 1e-2.
   */
  private static final double TOLERANCE = 2e-5;

  static Stream<ConvCase> shapes() {
    return Stream.of(
        // Tiles of 2×2: every remainder, and outputs of one pixel more than is direct.
        ConvCase.of(32, 5, 5, 32, Window.of(3).pad(1)),
        ConvCase.of(32, 7, 7, 48, Window.of(3).pad(1)),
        ConvCase.of(33, 8, 9, 35, Window.of(3).pad(1)).withBatch(3),
        ConvCase.of(64, 7, 30, 33, Window.of(3)).withoutBias(),
        ConvCase.of(32, 5, 6, 32, Window.of(3).pad(2)),
        // Tiles of 4×4.
        ConvCase.of(32, 10, 10, 32, Window.of(3).pad(1)),
        ConvCase.of(33, 11, 12, 65, Window.of(3).pad(1)).withBatch(2),
        ConvCase.of(47, 13, 14, 48, Window.of(3).pad(0, 1, 2, 0)),
        ConvCase.of(48, 12, 15, 33, Window.of(3)).withoutBias(),
        ConvCase.of(32, 10, 50, 32, Window.of(3).pad(2)).withBatch(2),
        ConvCase.of(300, 10, 11, 40, Window.of(3).pad(1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shapes")
  void sumsAreThoseOfWholeNumbers(ConvCase conv) {
    var net = conv.net().output("conv");
    check(net, conv.expected(net));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shapes")
  void skipAndRectifierAreFused(ConvCase conv) {
    var window = conv.window();
    int height = window.outputH(conv.height(), false);
    int width = window.outputW(conv.width(), false);
    var net =
        conv.net()
            .input("skip", conv.batch(), conv.out(), height, width)
            .node("add", new Add(), "conv", "skip")
            .node("relu", new Relu(), "add")
            .output("relu");
    var expected = conv.expected(net);
    var skip = net.value("skip").toArray(Layout.NCHW);
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Math.max(0, expected[i] + skip[i]);
    }
    check(net, expected);
  }

  /** One to four threads, of which all must give the same bits. */
  private static void check(SmallNet net, float[] expected) {
    double squares = 0;
    for (float value : expected) {
      squares += (double) value * value;
    }
    double tolerance = TOLERANCE * Math.sqrt(squares / expected.length);
    Map<String, Tensor> first = Map.of();
    try (var model = Model.compile(net.graph())) {
      for (int threads = 1; threads <= 4; threads++) {
        try (var session = model.newSession(EngineRun.options(net.inputs(), threads))) {
          assertThat(session.plan().steps())
              .filteredOn(step -> step.multiplyAdds() > 0)
              .allMatch(step -> step.algorithm().startsWith("Winograd"));
          EngineRun.poison(session);
          var outputs = EngineRun.run(session, net.inputs());
          if (first.isEmpty()) {
            first = outputs;
          }
          SameBits.check(first, outputs);
        }
      }
    }
    var actual = EngineRun.first(first).toArray(Layout.NCHW);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("output %d", i).isCloseTo(expected[i], within((float) tolerance));
    }
  }
}
