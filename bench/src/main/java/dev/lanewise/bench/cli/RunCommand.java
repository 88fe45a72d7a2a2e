package dev.lanewise.bench.cli;

import dev.lanewise.bench.conform.FedModel;
import dev.lanewise.blocks.onnx.OnnxInput;
import dev.lanewise.blocks.onnx.OnnxReader;
import dev.lanewise.blocks.weights.Npy;
import dev.lanewise.engine.CompileOptions;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Model;
import dev.lanewise.engine.Precision;
import dev.lanewise.engine.Session;
import dev.lanewise.engine.SessionOptions;
import dev.lanewise.engine.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a network on arrays from files, and writes what it computes to files. */
@Command(name = "run", description = "Run a network on NumPy arrays (.npy; pictures are NCHW).")
final class RunCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "MODEL",
      description = "A builder's name, such as resnet50, or an ONNX file.")
  private String model = "";

  @Option(
      names = "--weights",
      paramLabel = "FILE|seeded",
      description = "Of a builder's network: a safetensors file, or 'seeded': generated.")
  private @Nullable String weights;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "[NAME=]FILE",
      description = "An input, of any batch and size; repeat it for several inputs.")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE|DIR",
      description = "Where the output goes; a directory takes each as NAME.npy.")
  private String output = "";

  @Option(
      names = "--value",
      paramLabel = "NAME",
      description = "A layer whose value to write instead of the network's output; repeatable.")
  private List<String> values = new ArrayList<>();

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

  RunCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (LoadedNetwork.isOnnx(model)) {
      if (weights != null) {
        throw new WrongUsageException("--weights: an ONNX file has weights of its own");
      }
      runOnnx(Path.of(model));
      return 0;
    }
    if (weights == null) {
      throw new WrongUsageException("%s needs --weights FILE or --weights seeded".formatted(model));
    }
    try (var network = LoadedNetwork.open(model, weights)) {
      run(network.graph());
    }
    return 0;
  }

  /** Runs any graph as the arguments say. */
  void run(Graph graph) throws IOException {
    var files = InputFiles.of(graph.name(), graph.inputs().keySet(), inputs);
    var outputs = outputs(graph);
    try (var targets = OutputFiles.create(output, outputs)) {
      var arrays = read(files);
      try {
        run(graph, arrays, outputs, targets);
      } finally {
        arrays.values().forEach(Tensor::close);
      }
    }
  }

  private void runOnnx(Path file) throws IOException {
    var names = OnnxReader.inputs(file).stream().map(OnnxInput::name).toList();
    var files = InputFiles.of(model, new LinkedHashSet<>(names), inputs);
    var arrays = read(files);
    try (var onnx = FedModel.read(file, arrays)) {
      var outputs = outputs(onnx.graph());
      try (var targets = OutputFiles.create(output, outputs)) {
        run(onnx.graph(), FedModel.inputs(onnx.graph(), arrays), outputs, targets);
      }
    } finally {
      arrays.values().forEach(Tensor::close);
    }
  }

  private static Map<String, Tensor> read(InputFiles files) throws IOException {
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    try {
      for (var file : files.byName().entrySet()) {
        arrays.put(file.getKey(), Npy.read(file.getValue()));
      }
      return arrays;
    } catch (Throwable failure) {
      arrays.values().forEach(Tensor::close);
      throw failure;
    }
  }

  private List<String> outputs(Graph graph) {
    var outputs = values.isEmpty() ? graph.outputs() : values;
    if (Set.copyOf(outputs).size() < outputs.size()) {
      throw new WrongUsageException("--value names a layer twice: " + String.join(", ", outputs));
    }
    for (var name : outputs) {
      if (graph.node(name) == null) {
        throw new WrongUsageException(
            "--value %s: %s has no such layer; inspect %s lists them"
                .formatted(name, graph.name(), model));
      }
    }
    return outputs;
  }

  private void run(
      Graph graph, Map<String, Tensor> arrays, List<String> outputs, OutputFiles targets)
      throws IOException {
    var options = new SessionOptions(Map.of(), threads.count(), List.copyOf(outputs));
    for (var array : arrays.entrySet()) {
      options = options.withInput(array.getKey(), array.getValue().shape());
    }
    try (var compiled = Model.compile(graph, CompileOptions.DEFAULT.withPrecision(precision));
        var session = compiled.newSession(options)) {
      arrays.forEach((name, array) -> session.input(name).copyFrom(array));
      long start = System.nanoTime();
      session.run();
      double millis = (System.nanoTime() - start) / 1e6;
      targets.write(session.outputs());
      print(session, targets, millis);
    }
  }

  private void print(Session session, OutputFiles targets, double millis) {
    session
        .outputs()
        .forEach(
            (name, value) ->
                console.out().println(name + " " + value.shape() + " → " + targets.target(name)));
    console
        .out()
        .println(
            String.format(
                Locale.ROOT, "%.1f ms, %s", millis, new ThreadCount(session.plan().threads())));
  }
}
