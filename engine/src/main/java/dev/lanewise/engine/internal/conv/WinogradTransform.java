package dev.lanewise.engine.internal.conv;

/**
 * The matrices of Winograd's F(m×m, 3×3): {@code m} outputs of a filter of 3 taps from {@code n = m
 * + 2} inputs with {@code n} multiplications, in each direction.
 *
 * <pre>
 *   y = Aᵀ [(G g) ⊙ (Bᵀ d)]                 in one direction
 *   Y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A           in both
 * </pre>
 *
 * <p>They follow from n − 1 points p and the point ∞ as in Toom's and Cook's multiplication of
 * polynomials, transposed: row i of Bᵀ holds the coefficients of N(x) = Π (x − pⱼ) over all j ≠ i,
 * row i of G is (1, pᵢ, pᵢ²) / N(pᵢ), and column i of Aᵀ is (1, pᵢ, pᵢ², …). For ∞ these are the
 * coefficients of the product over all points, (0, 0, 1) and (0, …, 0, 1). Points stand in pairs
 * ±p: the sums and differences that two rows share are what makes the transforms cheap.
 *
 * <p>Sources: Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2016, section
 * 4.1; Blahut, "Fast Algorithms for Signal Processing", chapter 5. That the points 0, ±1/√2, ±√2, ∞
 * halve the error of 0, ±1, ±2, ∞ is measured by WinogradErrorTest; that points near 1 in magnitude
 * are better is in Barabasz et al., "Error Analysis and Improving the Accuracy of Winograd
 * Convolution for Deep Neural Networks", 2020.
 */
public final class WinogradTransform {
  /** F(2×2, 3×3) with the points 0, ±1, ∞. */
  public static final WinogradTransform F2 = new WinogradTransform(0, 1, -1);

  /** F(4×4, 3×3) with the points 0, ±1/√2, ±√2, ∞. */
  public static final WinogradTransform F4 =
      new WinogradTransform(0, Math.sqrt(0.5), -Math.sqrt(0.5), Math.sqrt(2), -Math.sqrt(2));

  private static final int TAPS = 3;

  private final double[][] at;
  private final double[][] g;
  private final double[][] bt;

  /** The transform with these points and ∞. */
  WinogradTransform(double... points) {
    int n = points.length + 1;
    at = new double[n - TAPS + 1][n];
    g = new double[n][TAPS];
    bt = new double[n][];
    for (int i = 0; i < n; i++) {
      bt[i] = product(points, i);
    }
    for (int i = 0; i < points.length; i++) {
      double scale = value(bt[i], points[i]);
      for (int k = 0; k < TAPS; k++) {
        g[i][k] = Math.pow(points[i], k) / scale;
      }
      for (int k = 0; k < at.length; k++) {
        at[k][i] = Math.pow(points[i], k);
      }
    }
    g[n - 1][TAPS - 1] = 1;
    at[at.length - 1][n - 1] = 1;
  }

  /** The coefficients of Π (x − p) over all points but number {@code without}, x⁰ first. */
  private static double[] product(double[] points, int without) {
    var product = new double[points.length + 1];
    product[0] = 1;
    for (int j = 0; j < points.length; j++) {
      if (j != without) {
        for (int k = points.length; k >= 0; k--) {
          product[k] = (k == 0 ? 0 : product[k - 1]) - points[j] * product[k];
        }
      }
    }
    return product;
  }

  private static double value(double[] polynomial, double x) {
    double value = 0;
    for (int k = polynomial.length - 1; k >= 0; k--) {
      value = value * x + polynomial[k];
    }
    return value;
  }

  /** The outputs of a tile in each direction, m. */
  public int outputs() {
    return at.length;
  }

  /** The inputs of a tile in each direction, n = m + 2. */
  public int inputs() {
    return bt.length;
  }

  /** The multiplications of a tile and channel: n². */
  public int products() {
    return bt.length * bt.length;
  }

  /** Aᵀ [m, n]: from products to outputs. */
  public double[][] outputMatrix() {
    return copy(at);
  }

  /** G [n, 3]: from taps to factors. */
  public double[][] weightMatrix() {
    return copy(g);
  }

  /** Bᵀ [n, n]: from inputs to factors. */
  public double[][] inputMatrix() {
    return copy(bt);
  }

  private static double[][] copy(double[][] matrix) {
    var copy = new double[matrix.length][];
    for (int i = 0; i < matrix.length; i++) {
      copy[i] = matrix[i].clone();
    }
    return copy;
  }

  /** For example {@code F(4×4)}. */
  @Override
  public String toString() {
    return "F(" + outputs() + "×" + outputs() + ")";
  }
}
