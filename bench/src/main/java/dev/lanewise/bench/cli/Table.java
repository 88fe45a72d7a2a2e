package dev.lanewise.bench.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of text under headings, each column as wide as its widest cell. */
final class Table {
  private static final String GAP = "  ";

  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();

  /** A heading, and on which side its cells line up. */
  record Column(String heading, boolean right) {
    static Column left(String heading) {
      return new Column(heading, false);
    }

    static Column right(String heading) {
      return new Column(heading, true);
    }
  }

  Table(Column... columns) {
    this.columns = List.of(columns);
    rows.add(this.columns.stream().map(Column::heading).toList());
  }

  /** Adds a row of as many cells as there are columns. */
  Table row(String... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(cells.length + " cells in " + columns.size() + " columns");
    }
    rows.add(List.of(cells));
    return this;
  }

  /** The lines, headings first, each after {@code indent}. */
  List<String> lines(String indent) {
    int[] widths =
        IntStream.range(0, columns.size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    return rows.stream().map(row -> indent + line(row, widths)).toList();
  }

  private String line(List<String> row, int[] widths) {
    var line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      var space = " ".repeat(widths[column] - row.get(column).length());
      line.append(column == 0 ? "" : GAP);
      line.append(columns.get(column).right() ? space + row.get(column) : row.get(column) + space);
    }
    return line.toString().stripTrailing();
  }
}
