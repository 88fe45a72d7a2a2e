package dev.lanewise.bench.cli;

import dev.lanewise.bench.cli.Table.Column;
import dev.lanewise.bench.versus.GemmPair;
import dev.lanewise.bench.versus.PairOutcome.Failed;
import dev.lanewise.bench.versus.PairOutcome.Timed;
import dev.lanewise.bench.versus.PairOutcome.Unavailable;
import dev.lanewise.bench.versus.PairProcess;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Times matrix products beside OpenBLAS. */
@Command(
    name = "gemm",
    description = {
      "Time the matrix products of ResNet-18 and ResNet-50 beside OpenBLAS.",
      "On one thread; ours finds its weights packed, as in a network. A ratio above 1 is ours."
    })
final class VersusGemmCommand implements Callable<Integer> {
  private static final String CSV_HEADINGS =
      "rows,depth,columns,ours_gflops,peer_gflops,ratio_median,ratio_p10,ratio_p90";

  /** What OpenBLAS says when it is loaded. */
  private static final Pattern CORE = Pattern.compile("Core: (\\w+)");

  private final Console console;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      converter = WholeNumber.Count.class,
      description = "Pairs of blocks; by default ${DEFAULT-VALUE}.")
  private int rounds = 10;

  @Option(
      names = "--block",
      paramLabel = "MS",
      converter = WholeNumber.Count.class,
      description = "The least length of a block; by default ${DEFAULT-VALUE} ms.")
  private int blockMillis = 300;

  @Option(
      names = "--only",
      paramLabel = "N",
      converter = WholeNumber.Count.class,
      description = "The first N products only.")
  private int only = Integer.MAX_VALUE;

  @Option(names = "--csv", paramLabel = "FILE", description = "Write the rows there too.")
  private @Nullable Path csv;

  VersusGemmCommand(Console console) {
    this.console = console;
  }

  private record Row(GemmPair pair, Timed timed) {
    double ours() {
      return pair.flops() / timed.oursMillis().median() / 1e6;
    }

    double peer() {
      return pair.flops() / timed.peerMillis().median() / 1e6;
    }
  }

  @Override
  public Integer call() throws IOException {
    List<Row> rows = new ArrayList<>();
    int failures = 0;
    var folder = TemporaryFolder.create("lanewise-versus-");
    try (folder;
        var file = csv == null ? null : ReplacedFile.of(csv)) {
      new VersusReport(console).head();
      var pairs = GemmPair.ofResNets(rounds, Duration.ofMillis(blockMillis));
      for (var pair : pairs.subList(0, Math.min(only, pairs.size()))) {
        var ended = run(pair, folder.path());
        switch (ended.outcome()) {
          case Timed timed -> {
            if (rows.isEmpty()) {
              console.out().println(timed.peer() + ", kernels for " + core(ended.output()));
            }
            rows.add(new Row(pair, timed));
          }
          case Unavailable(String why) -> throw new WorkFailedException(why);
          case Failed(String why) -> {
            failures++;
            console.report(pair + ": " + why);
          }
        }
      }
      print(rows);
      if (file != null) {
        Files.write(file.path(), csv(rows));
        file.commit();
      }
    }
    return failures == 0 ? 0 : 1;
  }

  private static PairProcess run(GemmPair pair, Path folder) throws IOException {
    try {
      return PairProcess.run(pair, folder);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while comparing " + pair);
    }
  }

  private static String core(String output) {
    var core = CORE.matcher(output);
    return core.find() ? core.group(1) : "an unnamed processor";
  }

  private void print(List<Row> rows) {
    var table =
        new Table(
            Column.left("product"),
            Column.right("ours GFLOP/s"),
            Column.right("OpenBLAS GFLOP/s"),
            Column.right("ratio"),
            Column.right("p10"),
            Column.right("p90"));
    for (var row : rows) {
      var ratio = row.timed.ratio();
      table.row(
          row.pair.toString(),
          String.format(Locale.ROOT, "%.1f", row.ours()),
          String.format(Locale.ROOT, "%.1f", row.peer()),
          String.format(Locale.ROOT, "%.2f", ratio.median()),
          String.format(Locale.ROOT, "%.2f", ratio.p10()),
          String.format(Locale.ROOT, "%.2f", ratio.p90()));
    }
    console.out().println();
    table.lines("").forEach(console.out()::println);
  }

  private static List<String> csv(List<Row> rows) {
    List<String> lines = new ArrayList<>();
    lines.add(CSV_HEADINGS);
    for (var row : rows) {
      var ratio = row.timed.ratio();
      lines.add(
          String.format(
              Locale.ROOT,
              "%d,%d,%d,%.3f,%.3f,%.4f,%.4f,%.4f",
              row.pair.rows(),
              row.pair.depth(),
              row.pair.columns(),
              row.ours(),
              row.peer(),
              ratio.median(),
              ratio.p10(),
              ratio.p90()));
    }
    return lines;
  }
}
