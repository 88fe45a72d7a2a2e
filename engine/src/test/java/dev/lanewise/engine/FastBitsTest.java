package dev.lanewise.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** FAST gives other bits than the specification, but the same ones everywhere. */
@Tag("widths")
class FastBitsTest {
  /**
   * Of the outputs of {@link TiledNet}. Every width of vectors must give it; a change of the order
   * of arithmetic changes it, and belongs into the changelog.
   */
  private static final long CHECKSUM = 3_646_315_383L;

  private static Map<String, Tensor> run(Model model, Tensor input, int threads) {
    var inputs = Map.of("x", input);
    try (var session = model.newSession(EngineRun.options(inputs, threads))) {
      EngineRun.poison(session);
      return EngineRun.run(session, inputs);
    }
  }

  @Test
  void bitsAreThoseOfEveryOtherMachine() {
    var crc = new CRC32();
    try (var model = Model.compile(TiledNet.graph())) {
      for (var output : run(model, TiledNet.input(), 1).values()) {
        var bytes = ByteBuffer.allocate(4);
        for (float value : output.toArray(Layout.NCHW)) {
          crc.update(bytes.clear().putFloat(value).flip());
        }
      }
    }
    assertThat(crc.getValue()).isEqualTo(CHECKSUM);
  }

  @Test
  void bitsAreThoseOfAProcessThatIsNotWarm() {
    try (var model = Model.compile(TiledNet.graph())) {
      var expected = run(model, TiledNet.input(), 2);
      SameBits.check(expected, Cold.get(() -> run(model, TiledNet.input(), 2)));
    }
  }

  @Test
  void bitsAreThoseOfAnyThreads() {
    try (var model = Model.compile(TiledNet.graph())) {
      var expected = run(model, TiledNet.input(), 1);
      for (int threads = 2; threads <= 6; threads++) {
        SameBits.check(expected, run(model, TiledNet.input(), threads));
      }
    }
  }

  @Test
  void bitsAreThoseOfAPictureAlone() {
    var input = TiledNet.input();
    try (var model = Model.compile(TiledNet.graph())) {
      var together = run(model, input, 2);
      for (int n = 0; n < TiledNet.BATCH; n++) {
        int picture = n;
        run(model, RandomGraphs.slice(input, n), 1)
            .forEach(
                (name, alone) ->
                    SameBits.check(
                        name,
                        alone,
                        RandomGraphs.slice(requireNonNull(together.get(name)), picture)));
      }
    }
  }

  /** Were both sizes of tiles not run, nothing here would say anything about them. */
  @Test
  void bothSizesOfTilesAreRun() {
    try (var model = Model.compile(TiledNet.graph());
        var session = model.newSession(SessionOptions.of("x", TiledNet.shape(1)))) {
      assertThat(session.plan().steps())
          .filteredOn(step -> step.multiplyAdds() > 0)
          .extracting(step -> step.algorithm().replaceAll(":.*", ""))
          .containsExactly(
              "Winograd F(4×4)", "Winograd F(4×4)", "Winograd F(2×2)", "Winograd F(2×2)");
    }
  }

  /** The graph's own weights are not needed once it is compiled, whatever the pictures' size. */
  @Test
  void weightsMayBeGoneWhenASessionIsMade() {
    var source = TiledNet.graph();
    var arena = Arena.ofConfined();
    var copy = Graph.builder("copy");
    source.inputs().forEach(copy::input);
    source
        .constants()
        .forEach(
            (name, tensor) -> {
              var memory = arena.allocate(tensor.segment().byteSize(), 64);
              memory.copyFrom(tensor.segment());
              copy.constant(name, Tensor.view(memory, tensor.shape(), Layout.NCHW));
            });
    source.nodes().forEach(n -> copy.node(n.name(), n.op(), n.inputs().toArray(String[]::new)));
    source.outputs().forEach(copy::output);
    try (var model = Model.compile(source);
        var forgetful = Model.compile(copy.build())) {
      arena.close();
      SameBits.check(run(model, TiledNet.input(), 1), run(forgetful, TiledNet.input(), 1));
    }
  }

  /** A form is made once for all sessions that need it, and the limit holds for it. */
  @Test
  void formsOfWeightsAreSharedAndCounted() {
    var options = SessionOptions.of("x", TiledNet.shape(1)).withThreads(1);
    long compiled;
    long made;
    try (var model = Model.compile(TiledNet.graph())) {
      compiled = model.weightBytes();
      model.newSession(options).close();
      made = model.weightBytes();
      model.newSession(options.withThreads(2)).close();
      assertThat(model.weightBytes()).isEqualTo(made).isGreaterThan(compiled);
    }
    var exactly = CompileOptions.DEFAULT.withMaxWeightBytes(made);
    try (var model = Model.compile(TiledNet.graph(), exactly)) {
      model.newSession(options).close();
    }
    for (long limit : List.of(compiled, made - 1)) {
      var less = CompileOptions.DEFAULT.withMaxWeightBytes(limit);
      try (var model = Model.compile(TiledNet.graph(), less)) {
        assertThatThrownBy(() -> model.newSession(options))
            .isInstanceOf(LimitException.class)
            .hasMessageMatching("(first|large|third|small)\\S* takes \\d+ bytes, .*");
      }
    }
  }
}
