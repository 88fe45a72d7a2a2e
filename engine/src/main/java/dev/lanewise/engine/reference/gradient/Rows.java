package dev.lanewise.engine.reference.gradient;

import java.util.Arrays;

/** The innermost loops. Rows are arrays of their own, since the JIT makes vectors of such loops. */
final class Rows {
  private static final int AT_ONCE = 4;

  private Rows() {}

  /** Elements of an array from {@code start} on. */
  record Slice(double[] data, int start) {}

  /**
   * y[i] += Σ_k x[k] · rows[k][i] over all rows. A factor of 0, as rectifiers give in every other
   * place, adds nothing.
   */
  static void addProduct(Slice x, double[][] rows, Slice y) {
    var sums = new double[rows[0].length];
    var picked = new int[AT_ONCE];
    int held = 0;
    for (int k = 0; k < rows.length; k++) {
      if (x.data[x.start + k] != 0) {
        picked[held++] = k;
        if (held == AT_ONCE) {
          addFour(x, picked, rows, sums);
          held = 0;
        }
      }
    }
    for (int k = 0; k < held; k++) {
      addOne(x.data[x.start + picked[k]], rows[picked[k]], sums);
    }
    for (int i = 0; i < sums.length; i++) {
      y.data[y.start + i] += sums[i];
    }
  }

  private static void addFour(Slice x, int[] picked, double[][] rows, double[] sums) {
    double a = x.data[x.start + picked[0]];
    double b = x.data[x.start + picked[1]];
    double c = x.data[x.start + picked[2]];
    double d = x.data[x.start + picked[3]];
    double[] ofA = rows[picked[0]];
    double[] ofB = rows[picked[1]];
    double[] ofC = rows[picked[2]];
    double[] ofD = rows[picked[3]];
    for (int i = 0; i < sums.length; i++) {
      double sum = Math.fma(a, ofA[i], sums[i]);
      sum = Math.fma(b, ofB[i], sum);
      sum = Math.fma(c, ofC[i], sum);
      sums[i] = Math.fma(d, ofD[i], sum);
    }
  }

  private static void addOne(double factor, double[] row, double[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] = Math.fma(factor, row[i], sums[i]);
    }
  }

  /** A matrix cut into rows of this length. */
  static double[][] cut(double[] matrix, int length) {
    var rows = new double[matrix.length / length][];
    Arrays.setAll(rows, r -> Arrays.copyOfRange(matrix, r * length, (r + 1) * length));
    return rows;
  }

  /** The transposed of a matrix of rows of equal length. */
  static double[][] transposed(double[][] rows) {
    var columns = new double[rows[0].length][rows.length];
    for (int r = 0; r < rows.length; r++) {
      for (int c = 0; c < columns.length; c++) {
        columns[c][r] = rows[r][c];
      }
    }
    return columns;
  }
}
