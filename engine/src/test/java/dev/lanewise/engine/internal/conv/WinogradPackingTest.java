package dev.lanewise.engine.internal.conv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.internal.gemm.PackedMatrix;
import dev.lanewise.engine.internal.parallel.ThreadTeam;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Transformed weights have the bits that transforming one filter after the other gives. */
@Tag("widths")
class WinogradPackingTest {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

  @ParameterizedTest(name = "{0} columns of {1} channels")
  @CsvSource({"1, 1", "16, 16", "17, 15", "33, 17", "64, 40", "70, 33"})
  void everyFilterIsTransformedAsAlone(int columns, int channels) {
    var weights = floats(columns * channels * 9);
    var bias = floats(columns);
    for (var transform : List.of(WinogradTransform.F2, WinogradTransform.F4)) {
      try (var arena = Arena.ofShared();
          var team = new ThreadTeam(3, "packing")) {
        var packed = WinogradWeights.allocate(channels, columns, transform, arena);
        team.run(new WinogradPacking(weights, bias, columns, packed));
        var products = plain(weights, columns, channels, transform, arena);
        for (int i = 0; i < products.length; i++) {
          assertThat(packed.products().get(i).data().mismatch(products[i].data()))
              .as("%s, product %d", transform, i)
              .isEqualTo(-1);
        }
        assertThat(packed.bias().asSlice(0, columns * 4L).mismatch(bias)).isEqualTo(-1);
      }
    }
  }

  private static PackedMatrix[] plain(
      MemorySegment weights, int columns, int channels, WinogradTransform transform, Arena arena) {
    var products = new PackedMatrix[transform.products()];
    for (int i = 0; i < products.length; i++) {
      products[i] = PackedMatrix.allocate(arena, channels, columns);
    }
    var taps = new double[9];
    var factors = new double[products.length];
    for (int column = 0; column < columns; column++) {
      for (int channel = 0; channel < channels; channel++) {
        for (int tap = 0; tap < 9; tap++) {
          taps[tap] = weights.getAtIndex(FLOAT, ((long) column * channels + channel) * 9 + tap);
        }
        transform(transform.weightMatrix(), taps, factors);
        for (int i = 0; i < products.length; i++) {
          products[i].set(channel, column, (float) factors[i]);
        }
      }
    }
    return products;
  }

  /** G g Gᵀ, down and then across. */
  private static void transform(double[][] g, double[] taps, double[] factors) {
    int n = g.length;
    var half = new double[n][3];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < 3; j++) {
        half[i][j] = g[i][0] * taps[j] + g[i][1] * taps[3 + j] + g[i][2] * taps[6 + j];
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        factors[i * n + j] = half[i][0] * g[j][0] + half[i][1] * g[j][1] + half[i][2] * g[j][2];
      }
    }
  }

  private static MemorySegment floats(int count) {
    var random = new SplittableRandom(count);
    var values = Arena.ofAuto().allocate(count * 4L, 64);
    for (int i = 0; i < count; i++) {
      values.setAtIndex(FLOAT, i, (float) random.nextDouble(-1, 1));
    }
    return values;
  }
}
