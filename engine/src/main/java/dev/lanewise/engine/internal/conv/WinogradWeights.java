package dev.lanewise.engine.internal.conv;

import dev.lanewise.engine.internal.gemm.PackedMatrix;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
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
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final int TAPS = 9;

  public WinogradWeights {
    products = List.copyOf(products);
  }

  /** The off-heap bytes of transformed weights. */
  public static long bytes(int channels, int columns, WinogradTransform transform) {
    return transform.products() * PackedMatrix.bytes(channels, columns)
        + (long) PackedMatrix.padded(columns) * Float.BYTES;
  }

  /**
   * Transforms weights in double and rounds once.
   *
   * @param weights [columns][channels][3][3] floats
   * @param bias [columns] floats
   */
  public static WinogradWeights of(
      MemorySegment weights,
      MemorySegment bias,
      int channels,
      int columns,
      WinogradTransform transform,
      SegmentAllocator allocator) {
    var products = new ArrayList<PackedMatrix>();
    for (int i = 0; i < transform.products(); i++) {
      products.add(PackedMatrix.allocate(allocator, channels, columns));
    }
    var taps = new double[TAPS];
    var half = new double[3 * transform.inputs()];
    var factors = new double[products.size()];
    // Columns innermost: those of a panel are neighbours in each product.
    for (int channel = 0; channel < channels; channel++) {
      for (int column = 0; column < columns; column++) {
        long first = ((long) column * channels + channel) * TAPS;
        for (int tap = 0; tap < TAPS; tap++) {
          taps[tap] = weights.getAtIndex(FLOAT, first + tap);
        }
        transform.weights(taps, half, factors);
        for (int i = 0; i < factors.length; i++) {
          products.get(i).set(channel, column, (float) factors[i]);
        }
      }
    }
    var vector =
        allocator.allocate((long) PackedMatrix.padded(columns) * Float.BYTES, 64).copyFrom(bias);
    return new WinogradWeights(transform, products, vector);
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
