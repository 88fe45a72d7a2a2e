package dev.lanewise.bench.kernel;

import dev.lanewise.bench.baseline.LoopOrder;
import dev.lanewise.bench.baseline.SameBits;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.internal.kernel.Floats;
import dev.lanewise.engine.internal.kernel.KernelSet;
import dev.lanewise.engine.internal.kernel.MatrixKernels;
import java.lang.foreign.Arena;
import java.util.Arrays;

/**
 * One tile of a product, as one call of a micro-kernel computes it: a few rows and one panel. The
 * rows of A lie one after the other, as im2col leaves them; C has no gaps.
 */
public final class Tile implements AutoCloseable {
  /** How the sums start and end. */
  public enum Call {
    /** C = bias + A · B. */
    FIRST,
    /** C = C + A · B. */
    NEXT
  }

  private static final MatrixKernels KERNELS = KernelSet.chosen().matrix();
  private static final int N = KERNELS.columns();
  private static final float NO_FLOOR = Float.NEGATIVE_INFINITY;

  private final Arena arena = Arena.ofShared();
  private final int m;
  private final int depth;
  private final Product product;
  private final Floats a;
  private final Tensor c;

  /** A tile of {@code m} rows. */
  Tile(int m, int depth) {
    this.m = m;
    this.depth = depth;
    product = Product.seeded(arena, m, depth, N);
    a = Floats.of(product.a().segment());
    c = Tensor.managed(Shape.of(m, N), Layout.NHWC);
  }

  /** The most rows that the engine gives a call of so great a depth. */
  static int mostRows(int depth) {
    return KERNELS.rows(depth);
  }

  Product product() {
    return product;
  }

  Runnable of(Call call) {
    return switch (call) {
      case FIRST -> this::first;
      case NEXT -> this::next;
    };
  }

  private void first() {
    var b = product.packed();
    KERNELS.first(
        m,
        1,
        N,
        a,
        0,
        depth * 4L,
        b.data(),
        0,
        b.sliceBytes(),
        b.bias(),
        0,
        NO_FLOOR,
        c.segment(),
        0,
        N * 4L,
        depth,
        b.data(),
        MatrixKernels.NOTHING);
  }

  private void next() {
    var b = product.packed();
    KERNELS.next(
        m,
        1,
        N,
        a,
        0,
        depth * 4L,
        b.data(),
        0,
        b.sliceBytes(),
        NO_FLOOR,
        c.segment(),
        0,
        N * 4L,
        depth,
        b.data(),
        MatrixKernels.NOTHING);
  }

  /**
   * Computes the tile in every way.
   *
   * @throws IllegalStateException if one of them does not give the bits of naive loops
   */
  void checkBits() {
    float[] expected = product.expected();
    var loops = product.loops(LoopOrder.AUTO_VECTORISED);
    loops.run();
    SameBits.require(LoopOrder.AUTO_VECTORISED + " loops", expected, loops.value("product"));

    c.copyFrom(spoilt());
    first();
    SameBits.require("first", expected, c.toArray(Layout.NHWC));

    float[] started = new float[m * N];
    for (int i = 0; i < started.length; i++) {
      started[i] = product.bias().get(i % N);
    }
    c.copyFrom(started);
    next();
    SameBits.require("next", expected, c.toArray(Layout.NHWC));
  }

  private float[] spoilt() {
    float[] values = new float[m * N];
    Arrays.fill(values, Float.NaN);
    return values;
  }

  @Override
  public void close() {
    arena.close();
  }
}
