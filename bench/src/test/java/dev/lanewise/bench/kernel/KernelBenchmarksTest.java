package dev.lanewise.bench.kernel;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelBenchmarksTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 64, 257})
  void everyHeightOfATileHasTheBitsOfLoops(int depth) {
    for (int m = 1; m <= Tile.mostRows(depth); m++) {
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
}
