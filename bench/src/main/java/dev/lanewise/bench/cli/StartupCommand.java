package dev.lanewise.bench.cli;

import dev.lanewise.bench.peer.FilePeer;
import dev.lanewise.bench.peer.PeerException;
import dev.lanewise.bench.startup.AotCache;
import dev.lanewise.bench.startup.FirstRuns;
import dev.lanewise.bench.startup.JavaProgram;
import dev.lanewise.bench.startup.Launch;
import dev.lanewise.bench.startup.PeerFirstRuns;
import dev.lanewise.bench.startup.SeededFile;
import dev.lanewise.bench.startup.Way;
import dev.lanewise.blocks.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Times processes from their start to the first result and to full speed. */
@Command(
    name = "startup",
    description = {
      "Show how long processes take from `java` to a first result and to full speed.",
      "Each opens, compiles and runs a network; shown are the times, the number of the first run"
          + " at full speed, and the memory: medians."
    })
final class StartupCommand implements Callable<Integer> {
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

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "NAME",
      description = "Other libraries to start too, from the network as ONNX: onnxruntime.")
  private List<String> peers = List.of();

  StartupCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    var network = LoadedNetwork.named(model);
    checkPeers();
    try (var folder = TemporaryFolder.create("lanewise-startup-")) {
      var file = Path.of(weights);
      if (weights.equals(LoadedNetwork.SEEDED)) {
        file = folder.path().resolve("seeded.safetensors");
        SeededFile.write(network, file);
      } else {
        LoadedNetwork.open(model, weights).close();
      }
      var ways = new ArrayList<>(ours(file, folder.path()));
      ways.addAll(peers(folder.path()));
      show(Way.launch(ways, launches, (way, failure) -> unavailable(way.heading(), failure)));
      return 0;
    }
  }

  private void checkPeers() {
    for (var peer : peers) {
      if (FilePeer.of(peer).isEmpty()) {
        throw new WrongUsageException(
            "there is no peer \"%s\" that opens a file by itself; there is: %s"
                .formatted(peer, String.join(", ", FilePeer.peers())));
      }
    }
  }

  private List<Way> ours(Path file, Path folder) throws IOException {
    var plain = program(file, false);
    return List.of(
        new Way("plain", null, plain),
        new Way("vectors at once", null, plain.with(JavaProgram.VECTORS_AT_ONCE)),
        new Way("AOT cache", null, AotCache.of(plain, folder)),
        new Way("warmUp", null, program(file, true)));
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

  /** Exports the network, and gives each way to start each peer. */
  private List<Way> peers(Path folder) throws IOException {
    if (peers.isEmpty()) {
      return List.of();
    }
    var onnx = folder.resolve("network.onnx");
    try (var network = LoadedNetwork.open(model, weights)) {
      OnnxWriter.write(network.graph(), network.inputShapes(network.size()), onnx);
    }
    var ways = new ArrayList<Way>();
    for (var peer : new LinkedHashSet<>(peers)) {
      for (var way : FilePeer.of(peer)) {
        try {
          var flags = new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED"));
          flags.addAll(way.flags(Files.createDirectory(folder.resolve(way.name()))));
          var program =
              JavaProgram.of(
                  flags,
                  PeerFirstRuns.class,
                  way.name(),
                  onnx.toAbsolutePath().toString(),
                  String.valueOf(threads.count()),
                  String.valueOf(runs));
          ways.add(new Way(way.heading(), peer, program));
        } catch (PeerException failure) {
          unavailable(way.heading(), failure);
        }
      }
    }
    return ways;
  }

  private void unavailable(String heading, Exception failure) {
    console.report("%s: %s cannot run: %s".formatted(model, heading, failure.getMessage()));
  }

  private void show(Map<Way, List<Launch>> results) {
    var out = console.out();
    out.println(
        "%s, %s, weights %s; medians of %d launches".formatted(model, threads, weights, launches));
    var all = new LinkedHashMap<String, List<Launch>>();
    var ours = new LinkedHashMap<String, List<Launch>>();
    var theirs = new LinkedHashMap<String, List<List<Launch>>>();
    results.forEach(
        (way, result) -> {
          all.put(way.heading(), result);
          if (way.peer() == null) {
            ours.put(way.heading(), result);
          } else {
            theirs.computeIfAbsent(way.peer(), peer -> new ArrayList<>()).add(result);
          }
        });
    StartupTables.medians(all).lines("  ").forEach(out::println);
    for (var peer : theirs.values()) {
      var version = peer.getFirst().getFirst().last();
      out.println();
      out.println(version + ", the better of its columns, by ours:");
      StartupTables.ratios(ours, peer).lines("  ").forEach(out::println);
    }
  }
}
