package dev.lanewise.bench.cli;

import dev.lanewise.bench.peer.PeerVariant;
import dev.lanewise.bench.versus.Pair;
import dev.lanewise.bench.versus.PairOutcome;
import dev.lanewise.bench.versus.PairOutcome.Failed;
import dev.lanewise.bench.versus.PairOutcome.Timed;
import dev.lanewise.bench.versus.PairOutcome.Unavailable;
import dev.lanewise.bench.versus.PairProcess;
import dev.lanewise.bench.versus.VersusChart;
import dev.lanewise.bench.versus.VersusRow;
import dev.lanewise.blocks.onnx.OnnxWriter;
import dev.lanewise.engine.Precision;
import dev.lanewise.engine.Shape;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Times networks beside other libraries, in pairs. */
@Command(
    name = "versus",
    description = {
      "Time networks beside other libraries.",
      "A process for each pair, blocks of a second in alternating order, the same weights, outputs"
          + " compared first. A ratio above 1 is ours."
    })
final class VersusCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "NAME",
      description = "onnxruntime, onednn, opencv, djl-pytorch, naive; by default all.")
  private List<String> peers = PeerVariant.peers();

  @Option(
      names = "--models",
      split = ",",
      paramLabel = "NAME",
      description = "Builders' names or ONNX files; by default ${DEFAULT-VALUE}.")
  private List<String> models = List.of("resnet18", "resnet34", "resnet50", "vgg16");

  @Option(
      names = "--threads",
      split = ",",
      paramLabel = "N",
      converter = ThreadCount.Converter.class,
      description = "Threads of either side; by default 1 and 2.")
  private List<ThreadCount> threads = List.of(new ThreadCount(1), new ThreadCount(2));

  @Option(
      names = "--precision",
      split = ",",
      paramLabel = "NAME",
      converter = PrecisionConverter.class,
      description = "Our orders of arithmetic; by default exact and fast.")
  private List<Precision> precisions = List.of(Precision.EXACT, Precision.FAST);

  @Option(
      names = "--batch",
      split = ",",
      paramLabel = "N",
      converter = WholeNumber.Count.class,
      description = "Pictures of a run; by default 1.")
  private List<Integer> batches = List.of(1);

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
  private int blockMillis = 1000;

  @Option(names = "--csv", paramLabel = "FILE", description = "Write the rows there too.")
  private @Nullable Path csv;

  @Option(names = "--svg", paramLabel = "FILE", description = "Draw the ratios there.")
  private @Nullable Path svg;

  VersusCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    checkNames();
    var report = new VersusReport(console);
    try (var table = csv == null ? null : ReplacedFile.of(csv);
        var chart = svg == null ? null : ReplacedFile.of(svg)) {
      report.head();
      for (var model : new LinkedHashSet<>(models)) {
        for (int batch : new LinkedHashSet<>(batches)) {
          compare(model, batch, report);
        }
      }
      report.table();
      if (report.rows().isEmpty()) {
        throw new WorkFailedException("no pair gave a ratio");
      }
      if (table != null) {
        Files.write(table.path(), report.csv());
        table.commit();
      }
      if (chart != null) {
        VersusChart.write(report.rows(), chart.path());
        chart.commit();
      }
    }
    return report.failures() == 0 ? 0 : 1;
  }

  private void checkNames() {
    models.stream().filter(model -> !LoadedNetwork.isOnnx(model)).forEach(LoadedNetwork::named);
    for (var peer : peers) {
      if (!PeerVariant.peers().contains(peer)) {
        throw new WrongUsageException(
            "there is no peer \"%s\"; there are %s"
                .formatted(peer, String.join(", ", PeerVariant.peers())));
      }
    }
  }

  /** Exports the network, unless it is an ONNX file already, and runs all pairs with it. */
  private void compare(String model, int batch, VersusReport report) throws IOException {
    try (var folder = TemporaryFolder.create("lanewise-versus-")) {
      if (LoadedNetwork.isOnnx(model)) {
        compare(label(Path.of(model)), batch, Path.of(model), folder, report);
        return;
      }
      var onnx = folder.path().resolve(model + ".onnx");
      try (var network = LoadedNetwork.open(model, LoadedNetwork.SEEDED)) {
        int size = network.size().height();
        var shapes = Map.of(network.input(), Shape.of(batch, 3, size, size));
        OnnxWriter.write(network.graph(), shapes, onnx);
      }
      compare(model, batch, onnx, folder, report);
    }
  }

  /**
   * What an ONNX file is called in tables: many are a model.onnx in a folder that has a name. No
   * builder's name ends so.
   */
  private static String label(Path file) {
    var folder = file.toAbsolutePath().getParent();
    var name = String.valueOf(file.getFileName());
    return folder != null && file.endsWith("model.onnx") ? folder.getFileName() + "/" + name : name;
  }

  private void compare(
      String model, int batch, Path onnx, TemporaryFolder folder, VersusReport report)
      throws IOException {
    for (int count : threads.stream().map(ThreadCount::count).distinct().toList()) {
      for (var precision : new LinkedHashSet<>(precisions)) {
        for (var peer : new LinkedHashSet<>(peers)) {
          var better =
              better(pairs(model, peer, count, precision, batch, onnx), folder.path(), report);
          if (better != null) {
            report.add(new VersusRow(model, peer, count, precision, batch, better));
          }
        }
      }
    }
  }

  private List<Pair> pairs(
      String model, String peer, int count, Precision precision, int batch, Path onnx) {
    var block = Duration.ofMillis(blockMillis);
    return PeerVariant.of(peer).stream()
        .map(variant -> new Pair(model, variant, count, precision, batch, rounds, block, onnx))
        .toList();
  }

  /** Of a peer's variants the one that fares best against us; null where none ran. */
  private static @Nullable Timed better(List<Pair> pairs, Path folder, VersusReport report)
      throws IOException {
    Timed better = null;
    for (var pair : pairs) {
      switch (run(pair, folder)) {
        case Timed timed -> {
          report.timed(pair, timed);
          if (better == null || timed.ratio().median() < better.ratio().median()) {
            better = timed;
          }
        }
        case Unavailable(String why) -> report.unavailable(pair, why);
        case Failed(String why) -> report.failed(pair, why);
      }
    }
    return better;
  }

  private static PairOutcome run(Pair pair, Path folder) throws IOException {
    try {
      return PairProcess.run(pair, folder).outcome();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while comparing " + pair.model());
    }
  }
}
