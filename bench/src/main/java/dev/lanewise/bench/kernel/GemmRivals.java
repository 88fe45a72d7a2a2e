package dev.lanewise.bench.kernel;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * C = A · B, once by the engine's blocked product (which adds a bias, and finds B packed as weights
 * are) and once by OpenBLAS from plain rows, on one thread each.
 *
 * <p><b>Ownership.</b> Owns both sides' memory until {@link #close()}.
 */
public final class GemmRivals implements AutoCloseable {
  private final int rows;
  private final int depth;
  private final int columns;
  private final BlockedProduct ours;
  private final FloatPointer a;
  private final FloatPointer b;
  private final FloatPointer c;

  /**
   * Seeded operands.
   *
   * @param columns a multiple of 16
   */
  public GemmRivals(int rows, int depth, int columns) {
    this.rows = rows;
    this.depth = depth;
    this.columns = columns;
    ours = new BlockedProduct(rows, depth, columns);
    var product = ours.product();
    a = new FloatPointer((long) rows * depth);
    b = new FloatPointer((long) depth * columns);
    c = new FloatPointer((long) rows * columns);
    for (int k = 0; k < depth; k++) {
      for (int row = 0; row < rows; row++) {
        a.put((long) row * depth + k, product.a().get(row, k));
      }
      for (int column = 0; column < columns; column++) {
        b.put((long) k * columns + column, product.weights().get(column, k));
      }
    }
    openblas_nolapack.blas_set_num_threads(1);
  }

  /** The library with its version. */
  public static String openBlas() {
    return openblas_nolapack.OPENBLAS_VERSION.strip();
  }

  /** The engine. */
  public void runOurs() {
    ours.run();
  }

  /** OpenBLAS. */
  public void runOpenBlas() {
    openblas_nolapack.cblas_sgemm(
        openblas_nolapack.CblasRowMajor,
        openblas_nolapack.CblasNoTrans,
        openblas_nolapack.CblasNoTrans,
        rows,
        columns,
        depth,
        1,
        a,
        depth,
        b,
        columns,
        0,
        c,
        columns);
  }

  /** What the engine computed, without the bias. */
  public float[] ourValues() {
    float[] values = ours.values();
    for (int i = 0; i < values.length; i++) {
      values[i] -= ours.product().bias().get(i % columns);
    }
    return values;
  }

  /** What OpenBLAS computed. */
  public float[] openBlasValues() {
    var values = new float[rows * columns];
    c.get(values);
    return values;
  }

  @Override
  public void close() {
    a.close();
    b.close();
    c.close();
    ours.close();
  }
}
