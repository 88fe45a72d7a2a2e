package dev.lanewise.bench.kernel;

import dev.lanewise.bench.baseline.LoopOrder;
import dev.lanewise.bench.baseline.SameBits;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.internal.gemm.Gemm;
import dev.lanewise.engine.internal.gemm.Gemm.Operand;
import dev.lanewise.engine.internal.kernel.Epilogue;
import dev.lanewise.engine.internal.kernel.KernelSet;
import java.lang.foreign.Arena;
import java.util.Arrays;

/** A whole product through {@link Gemm}, in blocks of rows and of the depth, on one thread. */
final class BlockedProduct implements Runnable, AutoCloseable {
  /** Rows that stay in the second-level cache while the panels pass over them. */
  private static final int BLOCK_ROWS = 96;

  private final Arena arena = Arena.ofShared();
  private final Product product;
  private final Tensor c;
  private final Gemm gemm;
  private final int block;

  /** A product of these extents; {@code columns} a multiple of 16. */
  BlockedProduct(int rows, int depth, int columns) {
    KernelSet.setWarm(true);
    product = Product.seeded(arena, rows, depth, columns);
    c = Tensor.managed(Shape.of(rows, columns), Layout.NHWC);
    gemm =
        new Gemm(
            new Operand(product.a().segment(), depth * 4L, 0),
            product.packed(),
            null,
            Epilogue.NONE,
            new Operand(c.segment(), columns * 4L, 0));
    block = Gemm.blockDepth(depth, depth);
  }

  Product product() {
    return product;
  }

  /** The elements of the last product, bias included. */
  float[] values() {
    return c.toArray(Layout.NHWC);
  }

  @Override
  public void run() {
    int depth = product.depth();
    int panels = product.packed().panels();
    for (int row = 0; row < product.rows(); row += BLOCK_ROWS) {
      int rows = Math.min(BLOCK_ROWS, product.rows() - row);
      for (int k0 = 0; k0 < depth; k0 += block) {
        long a = ((long) row * depth + k0) * 4;
        int k1 = Math.min(depth, k0 + block);
        gemm.multiply(a, 1, rows, 0, panels, k0, k1, 4L * row * product.columns(), 0);
      }
    }
  }

  /**
   * Computes the product in every way.
   *
   * @throws IllegalStateException if one of them does not give the bits of naive loops
   */
  void checkBits() {
    float[] expected = product.expected();
    var loops = product.loops(LoopOrder.AUTO_VECTORISED);
    loops.run();
    SameBits.require(LoopOrder.AUTO_VECTORISED + " loops", expected, loops.value("product"));
    float[] spoilt = new float[expected.length];
    Arrays.fill(spoilt, Float.NaN);
    c.copyFrom(spoilt);
    run();
    SameBits.require("Gemm", expected, c.toArray(Layout.NHWC));
  }

  @Override
  public void close() {
    arena.close();
  }
}
