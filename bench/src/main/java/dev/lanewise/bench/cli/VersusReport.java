package dev.lanewise.bench.cli;

import dev.lanewise.bench.cli.Table.Column;
import dev.lanewise.bench.versus.Pair;
import dev.lanewise.bench.versus.PairOutcome.Timed;
import dev.lanewise.bench.versus.VersusRow;
import dev.lanewise.engine.internal.kernel.KernelSet;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a comparison prints: the machine, each pair when it is done, and the table at the end. */
final class VersusReport {
  private final Console console;
  private final List<VersusRow> rows = new ArrayList<>();
  private int failures;

  VersusReport(Console console) {
    this.console = console;
  }

  /** The machine: what else the figures depend on. */
  void head() {
    var kernels = KernelSet.chosen();
    console
        .out()
        .printf(
            Locale.ROOT,
            "%s vectors, %s kernels, JDK %s, %d processors, load %.1f%n",
            kernels.bits() == 0 ? "no" : kernels.bits() + "-bit",
            kernels,
            Runtime.version(),
            Runtime.getRuntime().availableProcessors(),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  /** A pair that is done. */
  void timed(Pair pair, Timed timed) {
    console
        .out()
        .printf(
            Locale.ROOT,
            "%s: %.2f× (%.2f–%.2f) of %s, outputs differ by %.1e%s%n",
            name(pair),
            timed.ratio().median(),
            timed.ratio().p10(),
            timed.ratio().p90(),
            timed.peer(),
            timed.difference(),
            timed.restless() == 0
                ? ""
                : ", " + timed.restless() + " pauses ended before the process was idle");
    console.out().flush();
  }

  /** A pair whose peer does not run here. */
  void unavailable(Pair pair, String why) {
    console.report("%s: %s cannot run: %s".formatted(name(pair), pair.variant().peer(), why));
  }

  /** A pair that failed. */
  void failed(Pair pair, String why) {
    failures++;
    console.report("%s beside %s: %s".formatted(name(pair), pair.variant().peer(), why));
  }

  /** The better of a peer's variants. */
  void add(VersusRow row) {
    rows.add(row);
  }

  List<VersusRow> rows() {
    return rows;
  }

  /** How many pairs failed, not counting those whose peer does not run here. */
  int failures() {
    return failures;
  }

  /** The lines of a CSV file. */
  List<String> csv() {
    List<String> lines = new ArrayList<>();
    lines.add(VersusRow.csvHeadings());
    rows.forEach(row -> lines.add(row.csv()));
    return lines;
  }

  /** Prints all rows. */
  void table() {
    if (rows.isEmpty()) {
      return;
    }
    var table =
        new Table(
            Column.left("network"),
            Column.left("peer"),
            Column.right("threads"),
            Column.left("precision"),
            Column.right("batch"),
            Column.right("ours ms"),
            Column.right("peer ms"),
            Column.right("ratio"),
            Column.right("p10"),
            Column.right("p90"));
    for (var row : rows) {
      var timed = row.timed();
      var ratio = timed.ratio();
      table.row(
          row.model(),
          timed.peer(),
          Integer.toString(row.threads()),
          row.precisionName(),
          Integer.toString(row.batch()),
          number(timed.oursMillis().median()),
          number(timed.peerMillis().median()),
          number(ratio.median()),
          number(ratio.p10()),
          number(ratio.p90()));
    }
    console.out().println();
    table.lines("").forEach(console.out()::println);
  }

  private static String name(Pair pair) {
    return "%s, %s, %s, batch %d"
        .formatted(
            pair.model(),
            new ThreadCount(pair.threads()),
            pair.precision().name().toLowerCase(Locale.ROOT),
            pair.batch());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
