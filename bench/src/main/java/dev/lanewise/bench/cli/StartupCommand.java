package dev.lanewise.bench.cli;

import dev.lanewise.bench.cli.Table.Column;
import dev.lanewise.bench.startup.AotCache;
import dev.lanewise.bench.startup.FirstRuns;
import dev.lanewise.bench.startup.JavaProgram;
import dev.lanewise.bench.startup.Launch;
import dev.lanewise.bench.startup.Said;
import dev.lanewise.bench.startup.SeededFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Times processes from their start to the first result and to full speed. */
@Command(
    name = "startup",
    description = {
      "Start processes that open, compile and run a network, and show the time from `java` to the",
      "first result, the number of the run that is at full speed, and the memory; medians."
    })
final class StartupCommand implements Callable<Integer> {
  private static final double MILLION = 1e6;

  private final Console console;

  @Parameters(paramLabel = "MODEL", description = "A builder's name, such as resnet50.")
  private String model = "";

  @Option(
      names = "--weights",
      paramLabel = "FILE|seeded",
      description = "A safetensors file, or 'seeded' (the default): written to a file beforehand.")
  private String weights = LoadedNetwork.SEEDED;

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = ThreadCount.Converter.class,
      description = "How many threads to use; by default all processors.")
  private ThreadCount threads = ThreadCount.DEFAULT;

  @Option(
      names = "--launches",
      paramLabel = "N",
      converter = WholeNumber.Count.class,
      description = "How often to start each; 5 by default.")
  private int launches = 5;

  @Option(
      names = "--runs",
      paramLabel = "N",
      converter = WholeNumber.Count.class,
      description = "How many runs a process does after the first; 60 by default.")
  private int runs = 60;

  StartupCommand(Console console) {
    this.console = console;
  }

  /** A row: what it says, and how it is found in a launch. */
  private record Row(String title, int decimals, ToDoubleFunction<Launch> value) {}

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

  @Override
  public Integer call() throws IOException {
    var network = LoadedNetwork.named(model);
    try (var folder = TemporaryFolder.create("lanewise-startup-")) {
      var file = Path.of(weights);
      if (weights.equals(LoadedNetwork.SEEDED)) {
        file = folder.path().resolve("seeded.safetensors");
        SeededFile.write(network, file);
      } else {
        LoadedNetwork.open(model, weights).close();
      }
      var columns = measure(programs(file, folder.path()));
      console
          .out()
          .println(
              "%s, %s, weights %s; medians of %d launches"
                  .formatted(model, threads, weights, launches));
      table(columns).lines("  ").forEach(console.out()::println);
      return 0;
    }
  }

  /** Each way to start, by its heading. */
  private Map<String, JavaProgram> programs(Path file, Path folder) throws IOException {
    var plain = program(file, false);
    var programs = new LinkedHashMap<String, JavaProgram>();
    programs.put("plain", plain);
    programs.put("kernels early", plain.with(JavaProgram.KERNELS_EARLY));
    programs.put("AOT cache", AotCache.of(plain, folder));
    programs.put("warmUp", program(file, true));
    return programs;
  }

  private JavaProgram program(Path file, boolean warmUp) {
    return JavaProgram.of(
        FirstRuns.class,
        model,
        file.toAbsolutePath().toString(),
        String.valueOf(threads.count()),
        String.valueOf(runs),
        String.valueOf(warmUp));
  }

  /** All programs in turn, so that what else the machine does meets each alike. */
  private Map<String, List<Launch>> measure(Map<String, JavaProgram> programs) throws IOException {
    var results = new LinkedHashMap<String, List<Launch>>();
    for (int i = 0; i < launches; i++) {
      for (var entry : programs.entrySet()) {
        results
            .computeIfAbsent(entry.getKey(), name -> new ArrayList<>())
            .add(Launch.of(entry.getValue().command()));
      }
    }
    return results;
  }

  private static Table table(Map<String, List<Launch>> columns) {
    var headings = new ArrayList<Column>();
    headings.add(Column.left(""));
    columns.keySet().forEach(name -> headings.add(Column.right(name)));
    var table = new Table(headings.toArray(Column[]::new));
    for (var row : ROWS) {
      var cells = new ArrayList<String>();
      cells.add(row.title());
      for (var launches : columns.values()) {
        double value = Timing.median(launches.stream().map(row.value()::applyAsDouble).toList());
        cells.add(
            value == 0 ? "–" : String.format(Locale.ROOT, "%." + row.decimals() + "f", value));
      }
      table.row(cells.toArray(String[]::new));
    }
    return table;
  }

  private static double median(Launch launch, Said what) {
    return Timing.median(launch.all(what).stream().map(value -> value / MILLION).toList());
  }

  private static double first(Launch launch, Said what) {
    return launch.all(what).stream().findFirst().orElse(0L) / MILLION;
  }
}
