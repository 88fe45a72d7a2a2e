package dev.lanewise.engine.internal.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The lines of the innermost loop, the coefficients that they use, and what is around them. */
final class TileBody {
  private final boolean vector;
  final StringBuilder lines = new StringBuilder();

  /** What scalar kernels load into rows of the heap, and store from there. */
  final StringBuilder before = new StringBuilder();

  final StringBuilder after = new StringBuilder();

  /** The names of these rows in the loop. */
  final List<String> rows = new ArrayList<>();

  final List<Float> coefficients = new ArrayList<>();

  TileBody(boolean vector) {
    this.vector = vector;
  }

  /**
   * Of {@code array}, the vector number k; −1 where there is only one. Scalar kernels load a line
   * of it into a row of the heap beforehand.
   */
  void load(String name, String array, int k) {
    var at = offset(array, k);
    if (vector) {
      define(name, SourceWriter.load(array, at));
    } else {
      before.append("HeapRows.load(%s, %s, heap[%d], n);\n".formatted(array, at, rows.size()));
      define(name, row(name + "Row") + "[i]");
    }
  }

  void store(String value, int j) {
    var at = offset("y", j);
    if (vector) {
      lines.append(value + ".intoMemorySegment(y, " + at + ", ORDER);\n");
    } else {
      after.append("HeapRows.store(heap[%d], y, %s, n);\n".formatted(rows.size(), at));
      lines.append(row("y" + j + "Row") + "[i] = " + value + ";\n");
    }
  }

  private String row(String name) {
    rows.add(name);
    return name;
  }

  private String offset(String array, int k) {
    var base = k < 0 ? array + "Off" : array + "At";
    var step = k <= 0 ? "" : " + " + (k == 1 ? "" : k + " * ") + array + "Step";
    return base + step + (vector ? " + i" : " + from * 4L");
  }

  String define(String name, String value) {
    lines.append(vector ? "var " : "float ").append(name + " = " + value + ";\n");
    return name;
  }

  /**
   * start + Σ term · coefficient: terms with a factor of 1 first, then −1, then the others. Where
   * there is no start, a factor is 1: rows of Bᵀ are monic, and so is a column of Aᵀ.
   */
  String chain(Map<String, Double> terms, String start) {
    var sum = start;
    for (double factor : new double[] {1, -1}) {
      for (var term : terms.entrySet()) {
        if (Math.abs(term.getValue() - factor) < TileWriter.SAME) {
          sum = sum.isEmpty() ? term.getKey() : sum(sum, term.getKey(), factor);
        }
      }
    }
    for (var term : terms.entrySet()) {
      float factor = term.getValue().floatValue();
      if (Math.abs(Math.abs(term.getValue()) - 1) >= TileWriter.SAME) {
        sum = product(term.getKey(), factor, sum);
      }
    }
    return sum;
  }

  private String sum(String sum, String term, double factor) {
    if (vector) {
      return sum + (factor > 0 ? ".add(" : ".sub(") + term + ")";
    }
    return sum + (factor > 0 ? " + " : " - ") + term;
  }

  private String product(String term, float factor, String sum) {
    if (!coefficients.contains(factor)) {
      coefficients.add(factor);
    }
    var constant = "c" + coefficients.indexOf(factor);
    if (sum.isEmpty()) {
      return vector ? term + ".mul(" + constant + ")" : term + " * " + constant;
    }
    return vector
        ? term + ".fma(" + constant + ", " + sum + ")"
        : "Math.fma(" + term + ", " + constant + ", " + sum + ")";
  }

  /**
   * Of scalars, whole rows are floored once they are computed, so that the loop becomes vectors.
   */
  String floored(String y) {
    if (vector) {
      return "%1$s.blend(least, %1$s.compare(VectorOperators.LE, least))".formatted(y);
    }
    after.append("HeapRows.floor(floor, heap[%d], n);\n".formatted(rows.size()));
    return y;
  }

  String constants(boolean floored) {
    var text = new StringBuilder();
    for (int c = 0; c < coefficients.size(); c++) {
      text.append(
          vector
              ? "final var c%d = FloatVector.broadcast(SPECIES, %sf);\n"
                  .formatted(c, coefficients.get(c))
              : "final float c%d = %sf;\n".formatted(c, coefficients.get(c)));
    }
    if (vector && floored) {
      text.append("final var least = FloatVector.broadcast(SPECIES, floor);\n");
    }
    return text.toString();
  }
}
