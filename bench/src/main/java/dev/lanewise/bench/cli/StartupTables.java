package dev.lanewise.bench.cli;

import dev.lanewise.bench.cli.Table.Column;
import dev.lanewise.bench.startup.Launch;
import dev.lanewise.bench.startup.Said;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What launches took, side by side: a column for each way to start, a row for each figure. */
final class StartupTables {
  private static final double MILLION = 1e6;

  private StartupTables() {}

  /** A figure: what it is called, and how it is found in a launch; 0 where it is not. */
  private record Row(String title, int decimals, ToDoubleFunction<Launch> value) {
    double median(List<Launch> launches) {
      return Timing.median(launches.stream().map(value::applyAsDouble).toList());
    }
  }

  private static final List<Row> ROWS =
      List.of(
          new Row("java to first result, ms", 0, launch -> launch.untilFirst() / MILLION),
          new Row("of it opened and compiled, ms", 0, launch -> median(launch, Said.READY)),
          new Row("of it first run, ms", 0, launch -> median(launch, Said.FIRST)),
          new Row("warm-up, ms", 0, launch -> median(launch, Said.WARM_UP)),
          new Row("next run, ms", 1, launch -> first(launch, Said.RUN)),
          new Row("full speed at run", 0, Launch::fullSpeedAt),
          new Row("full speed, ms a run", 1, launch -> launch.steadyNanos() / MILLION),
          new Row("opened again, JVM warm, ms", 0, launch -> median(launch, Said.REOPENED)),
          new Row("peak memory, MB", 0, launch -> median(launch, Said.PEAK)),
          new Row("weights, MB", 1, launch -> median(launch, Said.WEIGHTS)),
          new Row("slab, MB", 1, launch -> median(launch, Said.SLAB)));

  /** Medians of each column's launches, by its heading. */
  static Table medians(Map<String, List<Launch>> columns) {
    var table = headed("", columns.keySet());
    for (var row : ROWS) {
      var cells = new ArrayList<String>();
      cells.add(row.title());
      columns.values().forEach(each -> cells.add(cell(row.median(each), row.decimals())));
      table.row(cells.toArray(String[]::new));
    }
    return table;
  }

  /**
   * A peer's medians by ours, above 1 where we need less: in each row that of its ways to start
   * which needs the least; no row for what it does not say.
   *
   * @param ours by heading
   * @param peer the launches of each of its ways, one at least
   */
  static Table ratios(Map<String, List<Launch>> ours, Collection<List<Launch>> peer) {
    var table = headed("times", ours.keySet());
    for (var row : ROWS) {
      double least = peer.stream().mapToDouble(row::median).min().orElseThrow();
      if (least == 0) {
        continue;
      }
      var cells = new ArrayList<String>();
      cells.add(row.title().replaceFirst(",? (ms|MB)( a run)?$", ""));
      for (var launches : ours.values()) {
        double median = row.median(launches);
        double ratio = median == 0 ? 0 : least / median;
        cells.add(cell(ratio, ratio < 0.1 ? 3 : 2));
      }
      table.row(cells.toArray(String[]::new));
    }
    return table;
  }

  private static Table headed(String first, Collection<String> names) {
    var headings = new ArrayList<Column>();
    headings.add(Column.left(first));
    names.forEach(name -> headings.add(Column.right(name)));
    return new Table(headings.toArray(Column[]::new));
  }

  private static String cell(double value, int decimals) {
    return value == 0 ? "–" : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  private static double median(Launch launch, Said what) {
    return Timing.median(launch.all(what).stream().map(value -> value / MILLION).toList());
  }

  private static double first(Launch launch, Said what) {
    return launch.all(what).stream().findFirst().orElse(0L) / MILLION;
  }
}
