package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.gemm.PackedMatrix;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Transformed weights: a matrix [input channels, output channels] for each product of a tile.
 *
 * @param transform what they are transformed by
 * @param products n² matrices without a bias, in (row, column) order
 * @param bias one float for each padded output channel
 */
public record WinogradWeights(
    WinogradTransform transform, List<PackedMatrix> products, MemorySegment bias) {
  public WinogradWeights {
    products = List.copyOf(products);
  }

  /** The output channels, padded. */
  int columns() {
    return products.getFirst().columns();
  }

  /** The input channels. */
  int depth() {
    return products.getFirst().depth();
  }

  /** The panels of each product. */
  int panels() {
    return products.getFirst().panels();
  }
}
