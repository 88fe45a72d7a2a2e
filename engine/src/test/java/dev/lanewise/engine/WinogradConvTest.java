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
import org.junit.jupiter.params.provider.ValueSource;

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
        // Tiles of 2×2: every remainder, and few pixels more than are direct.
        ConvCase.of(128, 8, 8, 128, Window.of(3).pad(1)),
        ConvCase.of(128, 9, 11, 112, Window.of(3).pad(1)),
        ConvCase.of(33, 12, 13, 35, Window.of(3).pad(1)).withBatch(3),
        ConvCase.of(64, 12, 14, 33, Window.of(3)).withoutBias(),
        ConvCase.of(128, 8, 9, 128, Window.of(3).pad(2)),
        // Tiles of 4×4.
        ConvCase.of(32, 18, 18, 32, Window.of(3).pad(1)),
        ConvCase.of(33, 19, 20, 65, Window.of(3).pad(1)).withBatch(2),
        ConvCase.of(47, 21, 22, 48, Window.of(3).pad(0, 1, 2, 0)),
        ConvCase.of(48, 20, 23, 33, Window.of(3)).withoutBias(),
        ConvCase.of(32, 14, 50, 32, Window.of(3).pad(2)).withBatch(2),
        ConvCase.of(300, 20, 19, 40, Window.of(3).pad(1)));
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

  /** What reads the pixel is not finite, and no tile that has nothing to do with it changes. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {10, 16})
  void aPixelThatIsNotFiniteStaysInItsTiles(int size) {
    int tile = size == 10 ? 2 : 4;
    for (float special : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      var net = ConvCase.of(64, size, size, 64, Window.of(3).pad(1)).net().output("conv");
      int row = 4;
      int column = size - 1;
      try (var model = Model.compile(net.graph());
          var session = model.newSession(EngineRun.options(net.inputs(), 1))) {
        assertThat(session.plan().steps().getFirst().algorithm())
            .startsWith("Winograd F(%d×%d)".formatted(tile, tile));
        var clean = EngineRun.first(EngineRun.run(session, net.inputs()));
        net.value("x").set(special, 0, 3, row, column);
        var struck = EngineRun.first(EngineRun.run(session, net.inputs()));
        for (int h = 0; h < size; h++) {
          for (int w = 0; w < size; w++) {
            boolean inTile = reads(h, row, tile) && reads(w, column, tile);
            float value = struck.get(0, 5, h, w);
            if (!inTile) {
              assertThat(value).as("%d, %d", h, w).isEqualTo(clean.get(0, 5, h, w));
            } else if (Math.abs(h - row) <= 1 && Math.abs(w - column) <= 1) {
              assertThat(Float.isFinite(value)).as("%d, %d", h, w).isFalse();
            }
          }
        }
      }
    }
  }

  /** Whether the tile of output {@code o} reads input {@code i}, in one direction. */
  private static boolean reads(int o, int i, int tile) {
    int first = o / tile * tile - 1;
    return i >= first && i < first + tile + 2;
  }

  private static void check(SmallNet net, float[] expected) {
    try (var model = Model.compile(net.graph());
        var session = model.newSession(EngineRun.options(net.inputs(), 1))) {
      assertThat(session.plan().steps())
          .filteredOn(step -> step.multiplyAdds() > 0)
          .allMatch(step -> step.algorithm().startsWith("Winograd"));
    }
    compare(net, expected);
  }

  /** Of one to four threads, which all must give the same bits. */
  static void compare(SmallNet net, float[] expected) {
    double squares = 0;
    for (float value : expected) {
      squares += (double) value * value;
    }
    double tolerance = TOLERANCE * Math.sqrt(squares / expected.length);
    Map<String, Tensor> first = Map.of();
    try (var model = Model.compile(net.graph())) {
      for (int threads = 1; threads <= 4; threads++) {
        try (var session = model.newSession(EngineRun.options(net.inputs(), threads))) {
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
