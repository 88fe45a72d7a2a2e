package dev.lanewise.bench.cli;

import dev.lanewise.bench.cli.Table.Column;
import dev.lanewise.engine.CompileOptions;
import dev.lanewise.engine.Model;
import dev.lanewise.engine.Plan;
import dev.lanewise.engine.Precision;
import dev.lanewise.engine.SessionOptions;
import dev.lanewise.engine.Shape;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints a network layer by layer, what it compiles to, and the memory it takes. */
@Command(
    name = "inspect",
    description = "Show a network's layers, its compiled steps, and the memory it takes.")
final class InspectCommand implements Callable<Integer> {
  private static final String INDENT = "  ";

  private final Console console;

  @Parameters(
      paramLabel = "MODEL",
      description = "A builder's name, such as resnet50, or an ONNX file.")
  private String model = "";

  @Option(
      names = "--weights",
      paramLabel = "FILE|seeded",
      description = "A safetensors file, or 'seeded' (the default): generated from the names.")
  private @Nullable String weights;

  @Option(
      names = "--input-size",
      paramLabel = "HxW",
      converter = PictureSize.Converter.class,
      description = "The picture's size in pixels; by default what the network was made for.")
  private @Nullable PictureSize inputSize;

  @Option(
      names = "--precision",
      paramLabel = "exact|fast|compact",
      converter = PrecisionConverter.class,
      description = "The order of arithmetic: exact, fast (the default) or compact.")
  private Precision precision = Precision.FAST;

  InspectCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    try (var network = network()) {
      var size = inputSize == null ? network.size() : inputSize;
      var options = SessionOptions.DEFAULT;
      for (var input : network.inputShapes(size).entrySet()) {
        options = options.withInput(input.getKey(), input.getValue());
      }
      try (var compiled =
              Model.compile(network.graph(), CompileOptions.DEFAULT.withPrecision(precision));
          var session = compiled.newSession(options)) {
        var out = console.out();
        layers(out, network, options.inputShapes());
        out.println();
        steps(out, session.plan());
        out.println();
        memory(out, session.plan(), compiled.weightBytes());
      }
    }
    return 0;
  }

  private LoadedNetwork network() throws IOException {
    if (!LoadedNetwork.isOnnx(model)) {
      return LoadedNetwork.open(model, weights == null ? LoadedNetwork.SEEDED : weights);
    }
    if (weights != null) {
      throw new WrongUsageException("--weights: an ONNX file has weights of its own");
    }
    return LoadedNetwork.onnx(Path.of(model), inputSize);
  }

  private static void layers(PrintWriter out, LoadedNetwork network, Map<String, Shape> inputs) {
    var graph = network.graph();
    var costs = NodeCost.of(graph, inputs);
    out.println(graph.name() + ": " + costs.size() + " layers");
    inputs.forEach((name, shape) -> out.println(INDENT + "input " + name + " " + shape));
    var table =
        new Table(
            Column.left("layer"),
            Column.left("operator"),
            Column.left("output"),
            Column.right("parameters"),
            Column.right("multiply-adds"));
    for (var cost : costs) {
      table.row(
          cost.node().name(),
          cost.node().op().toString(),
          cost.output().toString(),
          number(cost.parameters()),
          number(cost.multiplyAdds()));
    }
    table.row(
        "total",
        "",
        "",
        number(costs.stream().mapToLong(NodeCost::parameters).sum()),
        number(costs.stream().mapToLong(NodeCost::multiplyAdds).sum()));
    table.lines(INDENT).forEach(out::println);
  }

  private static void steps(PrintWriter out, Plan plan) {
    out.println(
        "compiled: %d steps, %s kernels, %s"
            .formatted(plan.steps().size(), plan.kernels(), new ThreadCount(plan.threads())));
    var table =
        new Table(
            Column.left("step"),
            Column.left("operator"),
            Column.left("algorithm"),
            Column.left("output"),
            Column.right("multiply-adds"));
    for (var step : plan.steps()) {
      table.row(
          step.name(),
          step.operator(),
          step.algorithm(),
          step.output().toString(),
          number(step.multiplyAdds()));
    }
    table.row("total", "", "", "", number(plan.multiplyAdds()));
    table.lines(INDENT).forEach(out::println);
  }

  private static void memory(PrintWriter out, Plan plan, long weightBytes) {
    out.println("memory in bytes");
    var table = new Table(Column.left("what"), Column.right("bytes"), Column.left("meaning"));
    table.row("slab", number(plan.slabBytes()), "one session: activations and scratch");
    table.row("scratch", number(plan.scratchBytes()), "of the slab: the threads' own");
    table.row("activations", number(plan.activationBytes()), "all side by side, for comparison");
    table.row("weights", number(weightBytes), "the model's, shared by all its sessions");
    table.lines(INDENT).forEach(out::println);
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
