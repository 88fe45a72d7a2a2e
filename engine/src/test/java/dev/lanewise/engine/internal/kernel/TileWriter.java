package dev.lanewise.engine.internal.kernel;

import static java.util.stream.Collectors.joining;

import dev.lanewise.engine.internal.conv.WinogradTransform;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Writes the sources of the kernels that transform tiles, from the matrices of a {@link
 * WinogradTransform}.
 *
 * <p>Where two rows of Bᵀ, or two columns of Aᵀ, belong to a pair of points ±p, they differ in the
 * sign of every other coefficient: what they share is computed once.
 *
 * @param transform whose matrices
 * @param vector kernels of vectors, or their scalar twins
 */
record TileWriter(WinogradTransform transform, boolean vector) implements SourceWriter {
  static final double SAME = 1e-12;

  /** All of them. */
  static List<TileWriter> all() {
    return List.of(
        new TileWriter(WinogradTransform.F2, true),
        new TileWriter(WinogradTransform.F4, true),
        new TileWriter(WinogradTransform.F2, false),
        new TileWriter(WinogradTransform.F4, false));
  }

  @Override
  public String className() {
    return (vector ? "VectorTile" : "ScalarTile") + transform.outputs();
  }

  @Override
  public String text() {
    var text = new StringBuilder();
    text.append("package dev.lanewise.engine.internal.kernel;\n\n");
    if (vector) {
      text.append(
          """
          import static dev.lanewise.engine.internal.kernel.Lanes.ORDER;

          import java.lang.foreign.MemorySegment;
          import jdk.incubator.vector.FloatVector;
          import jdk.incubator.vector.VectorOperators;
          import jdk.incubator.vector.VectorSpecies;
          """);
    } else {
      text.append("import java.lang.foreign.MemorySegment;\n");
    }
    text.append(
        """

        /**
         * The transforms of %s, 3×3%s. Written by TileWriter, beside the tests.
         */
        final class %s implements TileKernels {
        %s
          @Override public int outputs() { return %d; }
        """
            .formatted(
                "F(%1$d×%1$d".formatted(transform.outputs()),
                vector
                    ? "), a vector of channels at a time"
                    : "), a line of channels at a time in loops over the heap",
                className(),
                vector
                    ? """
                      private static final VectorSpecies<Float> SPECIES = Lanes.species();
                      private static final int VECTOR = SPECIES.vectorByteSize();
                      """
                    : "",
                transform.outputs()));
    text.append(input());
    text.append(output("output", false, false));
    text.append(output("finish", true, false));
    text.append(output("finishSkip", true, true));
    return text.append("}\n").toString();
  }

  private String input() {
    var body = new TileBody(vector);
    var matrix = transform.inputMatrix();
    int n = matrix.length;
    for (int k = 0; k < n; k++) {
      body.load("x" + k, "x", k);
    }
    var results = new String[n];
    for (int i = 0; i < n; i++) {
      int twin = i + 1 < n && arePaired(matrix[i], matrix[i + 1]) ? i + 1 : -1;
      if (twin < 0) {
        results[i] = body.define("y" + i, body.chain(terms(matrix[i], -1), ""));
        continue;
      }
      // Of the odd part a multiple of 1 is kept, so that both parts have the same coefficients.
      double leading = 0;
      for (int k = 1; k < n; k += 2) {
        leading = matrix[i][k] == 0 ? leading : matrix[i][k];
      }
      var odd = new LinkedHashMap<String, Double>();
      for (var term : terms(matrix[i], 1).entrySet()) {
        odd.put(term.getKey(), term.getValue() / leading);
      }
      var even = body.define("even" + i, body.chain(terms(matrix[i], 0), ""));
      var difference = body.define("odd" + i, body.chain(odd, ""));
      results[i] = body.define("y" + i, body.chain(Map.of(difference, leading), even));
      results[twin] = body.define("y" + twin, body.chain(Map.of(difference, -leading), even));
      i = twin;
    }
    for (int j = 0; j < n; j++) {
      body.store(results[j], j);
    }
    return method("input", false, false, body);
  }

  private String output(String name, boolean bias, boolean skip) {
    var body = new TileBody(vector);
    var matrix = transform.outputMatrix();
    int m = matrix.length;
    int n = matrix[0].length;
    for (int k = 0; k < n; k++) {
      body.load("x" + k, "x", k);
    }
    if (bias) {
      body.load("start", "bias", -1);
    }
    var rows = new ArrayList<Map<String, Double>>();
    for (int j = 0; j < m; j++) {
      rows.add(new LinkedHashMap<>());
    }
    for (int k = 0; k < n; k++) {
      boolean paired = k + 1 < n && arePaired(column(matrix, k), column(matrix, k + 1));
      if (paired) {
        body.define("sum" + k, body.chain(Map.of("x" + (k + 1), 1.0), "x" + k));
        body.define("difference" + k, body.chain(Map.of("x" + (k + 1), -1.0), "x" + k));
      }
      for (int j = 0; j < m; j++) {
        if (matrix[j][k] != 0) {
          var term = !paired ? "x" : j % 2 == 0 ? "sum" : "difference";
          rows.get(j).put(term + k, matrix[j][k]);
        }
      }
      k += paired ? 1 : 0;
    }
    for (int j = 0; j < m; j++) {
      var y = body.define("y" + j, body.chain(rows.get(j), bias ? "start" : ""));
      if (skip) {
        body.load("s" + j, "skip", j);
        y = body.define("z" + j, body.chain(Map.of("s" + j, 1.0), y));
      }
      body.store(bias ? body.floored(y) : y, j);
    }
    return method(name, bias, skip, body);
  }

  private String method(String name, boolean bias, boolean skip, TileBody body) {
    return """
        @Override
        public void %s(MemorySegment x, long xOff, long xStep, long xRow,
          %s %s MemorySegment y, long yOff, long yStep, long yRow, int rows, int channels) {
          %s
          for (int row = 0; row < rows; row++) {
            final long xAt = xOff + row * xRow;
            %s
            final long yAt = yOff + row * yRow;
            %s
            }
          }
        }
        %s
        """
        .formatted(
            name,
            bias ? "MemorySegment bias, long biasOff, " : "",
            (skip ? "MemorySegment skip, long skipOff, long skipStep, long skipRow, " : "")
                + (bias ? "float floor, " : ""),
            vector
                ? SourceWriter.offHeap(segments(bias, skip))
                    + body.constants(bias)
                    + "final long bytes = channels * 4L;\n"
                : "var heap = HeapRows.ofThread();",
            skip ? "final long skipAt = skipOff + row * skipRow;" : "",
            vector
                ? "for (long i = 0; i != bytes; i += VECTOR) {\n" + body.lines
                : heapCall(name, body),
            vector ? "" : heapLoop(name, body, bias));
  }

  private static String heapCall(String name, TileBody body) {
    var rows =
        IntStream.range(0, body.rows.size()).mapToObj("heap[%d], "::formatted).collect(joining());
    return """
    for (int from = 0; from < channels; from += HeapRows.LENGTH) {
      int n = Math.min(HeapRows.LENGTH, channels - from);
      %s%s(%sn);
      %s"""
        .formatted(body.before, name, rows, body.after);
  }

  private static String heapLoop(String name, TileBody body, boolean bias) {
    var rows = body.rows.stream().map("float[] %s, "::formatted).collect(joining());
    return """

    private static void %s(%sint n) {
      %s
      for (int i = 0; i < n; i++) {
        %s
      }
    }
    """
        .formatted(name, rows, body.constants(bias), body.lines);
  }

  private static List<String> segments(boolean bias, boolean skip) {
    var segments = new ArrayList<>(List.of("x"));
    if (bias) {
      segments.add("bias");
    }
    if (skip) {
      segments.add("skip");
    }
    segments.add("y");
    return segments;
  }

  /** Whether two rows belong to points p and −p. */
  private static boolean arePaired(double[] row, double[] next) {
    boolean odd = false;
    for (int k = 0; k < row.length; k++) {
      if (Math.abs(row[k] - (k % 2 == 0 ? next[k] : -next[k])) > SAME) {
        return false;
      }
      odd |= k % 2 == 1 && row[k] != 0;
    }
    return odd;
  }

  private static double[] column(double[][] matrix, int k) {
    var column = new double[matrix.length];
    for (int j = 0; j < column.length; j++) {
      column[j] = matrix[j][k];
    }
    return column;
  }

  /** The terms of a row, or of one parity of it. */
  private static Map<String, Double> terms(double[] row, int parity) {
    var terms = new LinkedHashMap<String, Double>();
    for (int k = row.length - 1; k >= 0; k--) {
      if (Math.abs(row[k]) > SAME && (parity < 0 || k % 2 == parity)) {
        terms.put("x" + k, row[k]);
      }
    }
    return terms;
  }
}
