package dev.lanewise.bench.cli;

import dev.lanewise.bench.cli.Table.Column;
import dev.lanewise.bench.nets.NetChart;
import dev.lanewise.bench.nets.NetRow;
import dev.lanewise.bench.nets.NetTimes;
import dev.lanewise.bench.versus.Spread;
import dev.lanewise.engine.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what networks cost beside one another, and what their sums cost. */
@Command(
    name = "compare-nets",
    description = {
      "Show networks side by side.",
      "Parameters, multiply-adds, memory, time, and the part of the time that their skip additions"
          + " take, fused and not fused."
    })
final class CompareNetsCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--models",
      split = ",",
      paramLabel = "NAME",
      description = "Builders' names; by default ${DEFAULT-VALUE}.")
  private List<String> models =
      List.of(
          "plain18",
          "resnet18",
          "preact_resnet18",
          "plain34",
          "resnet34",
          "resnet50",
          "resnext50_32x4d",
          "wide_resnet50_2",
          "densenet121",
          "vgg16",
          "fpn_resnet50");

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = ThreadCount.Converter.class,
      description = "How many threads to use; by default all processors.")
  private ThreadCount threads = ThreadCount.DEFAULT;

  @Option(
      names = "--precision",
      paramLabel = "exact|fast|compact",
      converter = PrecisionConverter.class,
      description = "The order of arithmetic: exact, fast (the default) or compact.")
  private Precision precision = Precision.FAST;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      converter = WholeNumber.Count.class,
      description = "How often each form takes its turn; by default ${DEFAULT-VALUE}.")
  private int rounds = 10;

  @Option(
      names = "--block",
      paramLabel = "MS",
      converter = WholeNumber.Count.class,
      description = "The least length of a turn; by default ${DEFAULT-VALUE} ms.")
  private int blockMillis = 300;

  @Option(names = "--csv", paramLabel = "FILE", description = "Write the rows there too.")
  private @Nullable Path csv;

  @Option(names = "--svg", paramLabel = "FILE", description = "Draw the times there.")
  private @Nullable Path svg;

  CompareNetsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    models.forEach(LoadedNetwork::named);
    try (var lines = csv == null ? null : ReplacedFile.of(csv);
        var chart = svg == null ? null : ReplacedFile.of(svg)) {
      List<NetRow> rows = new ArrayList<>();
      for (var model : new LinkedHashSet<>(models)) {
        rows.add(measure(model));
      }
      print(rows);
      if (lines != null) {
        List<String> text = new ArrayList<>(List.of(NetRow.csvHeadings()));
        rows.forEach(row -> text.add(row.csv()));
        Files.write(lines.path(), text);
        lines.commit();
      }
      if (chart != null) {
        NetChart.write(rows, chart.path());
        chart.commit();
      }
    }
    return 0;
  }

  private NetRow measure(String model) throws IOException {
    try (var network = LoadedNetwork.open(model, LoadedNetwork.SEEDED)) {
      var shapes = network.inputShapes(network.size());
      var costs = NodeCost.of(network.graph(), shapes);
      var times =
          NetTimes.of(
              network.graph(),
              shapes,
              precision,
              threads.count(),
              rounds,
              blockMillis * 1_000_000L);
      return new NetRow(
          model,
          costs.stream().mapToLong(NodeCost::parameters).sum(),
          costs.stream().mapToLong(NodeCost::multiplyAdds).sum(),
          times);
    }
  }

  private void print(List<NetRow> rows) {
    var table =
        new Table(
            Column.left("network"),
            Column.right("parameters"),
            Column.right("multiply-adds"),
            Column.right("slab KiB"),
            Column.right("ms"),
            Column.right("⊕ fused %"),
            Column.right("ms, ⊕ apart"),
            Column.right("⊕ apart %"));
    for (var row : rows) {
      var times = row.times();
      table.row(
          row.network(),
          number("%,d", row.parameters()),
          number("%,d", row.multiplyAdds()),
          number("%,d", times.slabBytes() / 1024),
          number("%.2f", times.millis().median()),
          percent(times.fused()),
          times.apartMillis() == null ? "–" : number("%.2f", times.apartMillis().median()),
          percent(times.apart()));
    }
    table.lines("").forEach(console.out()::println);
  }

  /** For example {@code 1.2 (0.8–1.5)}. */
  private static String percent(@Nullable Spread part) {
    return part == null
        ? "–"
        : String.format(
            Locale.ROOT,
            "%.1f (%.1f–%.1f)",
            100 * part.median(),
            100 * part.p10(),
            100 * part.p90());
  }

  private static String number(String format, Object value) {
    return String.format(Locale.ROOT, format, value);
  }
}
