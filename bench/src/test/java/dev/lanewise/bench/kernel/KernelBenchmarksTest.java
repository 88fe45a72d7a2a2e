package dev.lanewise.bench.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelBenchmarksTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 64, 257})
  void everyHeightOfATileHasTheBitsOfLoops(int depth) {
    for (int m = 1; m <= Tile.mostRows(); m++) {
      try (var tile = new Tile(m, depth)) {
        tile.checkBits();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 16", "97, 64, 48", "13, 600, 64", "100, 300, 16"})
  void blockedProductHasTheBitsOfLoops(int rows, int depth, int columns) {
    try (var product = new BlockedProduct(rows, depth, columns)) {
      product.checkBits();
    }
  }

  /** Chain i starts at i and each step halves its distance to 1. */
  @Test
  void bothPeaksRunTenChains() {
    assertThat(ScalarFma.run(0)).isEqualTo(45f);
    assertThat(ScalarFma.run(1)).isEqualTo(27.5f);
    assertThat(ScalarFma.run(2)).isEqualTo(18.75f);
    assertThat(VectorFma.run(0)).isEqualTo(45f);
    assertThat(VectorFma.run(1)).isEqualTo(27.5f);
    assertThat(VectorFma.run(2)).isEqualTo(18.75f);
  }
}
