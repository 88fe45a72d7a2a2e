package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.gemm.PackedMatrix;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.List;

/**
 * Transformed weights U = G g Gᵀ: a matrix [input channels, output channels] for each product of a
 * tile.
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

  /** The off-heap bytes of transformed weights. */
  public static long bytes(int channels, int columns, WinogradTransform transform) {
    return transform.products() * PackedMatrix.bytes(channels, columns)
        + (long) PackedMatrix.padded(columns) * Float.BYTES;
  }

  /** Transformed weights, all zeros; {@link WinogradPacking} fills them. */
  public static WinogradWeights allocate(
      int channels, int columns, WinogradTransform transform, SegmentAllocator allocator) {
    var products = new ArrayList<PackedMatrix>();
    for (int i = 0; i < transform.products(); i++) {
      products.add(PackedMatrix.allocate(allocator, channels, columns));
    }
    var bias = allocator.allocate((long) PackedMatrix.padded(columns) * Float.BYTES, 64);
    return new WinogradWeights(transform, products, bias);
  }

  /** The output channels, padded. */
  int columns() {
    return products.getFirst().columns();
  }

  /** The input channels. */
  int depth() {
    return products.getFirst().depth();
  }
}
