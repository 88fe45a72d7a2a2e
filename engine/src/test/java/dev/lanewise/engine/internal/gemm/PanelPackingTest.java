package dev.lanewise.engine.internal.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.internal.parallel.ThreadTeam;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Panels have the bytes that setting one weight after the other gives. */
@Tag("widths")
class PanelPackingTest {
  @ParameterizedTest(name = "{0} columns of {1} channels and {2} taps")
  @CsvSource({
    "1, 1, 1",
    "16, 16, 1",
    "17, 5, 9",
    "32, 128, 1",
    "33, 129, 1",
    "48, 300, 1",
    "64, 14, 9",
    "64, 15, 9",
    "70, 29, 9",
    "100, 3, 49",
    "40, 2, 200",
    "1000, 64, 1"
  })
  void panelsAreThoseOfAPlainLoop(int columns, int channels, int taps) {
    try (var arena = Arena.ofConfined();
        var team = new ThreadTeam(3, "packing")) {
      var weights = floats(columns * channels * taps);
      var bias = floats(columns);
      // Its arena is a shared one: workers write.
      try (var shared = Arena.ofShared()) {
        var packed = PackedMatrix.allocate(shared, taps * channels, columns);
        team.run(new PanelPacking(weights, bias, columns, channels, taps, packed));
        var plain = PackedMatrix.allocate(arena, taps * channels, columns);
        long at = 0;
        for (int column = 0; column < columns; column++) {
          plain.setBias(column, bias.getAtIndex(ValueLayout.JAVA_FLOAT, column));
          for (int channel = 0; channel < channels; channel++) {
            for (int tap = 0; tap < taps; tap++) {
              plain.set(
                  tap * channels + channel,
                  column,
                  weights.getAtIndex(ValueLayout.JAVA_FLOAT, at++));
            }
          }
        }
        assertThat(packed.data().mismatch(plain.data())).isEqualTo(-1);
        assertThat(packed.bias().mismatch(plain.bias())).isEqualTo(-1);
      }
    }
  }

  private static MemorySegment floats(int count) {
    var random = new SplittableRandom(count);
    var values = Arena.ofAuto().allocate(count * 4L, 64);
    for (int i = 0; i < count; i++) {
      values.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextDouble(-1, 1));
    }
    return values;
  }
}
