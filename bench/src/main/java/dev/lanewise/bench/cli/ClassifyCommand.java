package dev.lanewise.bench.cli;

import dev.lanewise.blocks.image.ChannelValues;
import dev.lanewise.blocks.image.Preprocessing;
import dev.lanewise.engine.Precision;
import dev.lanewise.engine.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what is on pictures. */
@Command(
    name = "classify",
    description = {
      "Say what is on pictures (JPEG, PNG, BMP, GIF).",
      "Without pictures, the embedded samples; without a model, the embedded ResNet-20.",
      "A first argument that ends in .onnx is the model."
    })
final class ClassifyCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      arity = "0..*",
      paramLabel = "PICTURE",
      description = "Files, and directories, which are walked.")
  private List<Path> pictures = new ArrayList<>();

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "A builder's name, such as resnet50, or an ONNX file; by default resnet20.")
  private String model = Samples.MODEL;

  @Option(
      names = "--weights",
      paramLabel = "FILE|seeded",
      description = "A safetensors file, or 'seeded': generated from the names.")
  private @Nullable String weights;

  @Option(names = "--labels", paramLabel = "FILE", description = "The classes' names, one a line.")
  private @Nullable Path labels;

  @Option(
      names = "--top",
      paramLabel = "N",
      converter = WholeNumber.Count.class,
      description = "How many classes to show of each picture; by default ${DEFAULT-VALUE}.")
  private int top = 5;

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
      description = "The order of arithmetic; by default fast, and exact beside plain loops.")
  private @Nullable Precision precision;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the results there too, for machines.")
  private @Nullable Path json;

  @Option(
      names = "--against-naive",
      description = "Time plain loops over the same network too; always done without pictures.")
  private boolean againstNaive;

  @Option(
      names = "--statistics",
      paramLabel = "imagenet|cifar10",
      converter = Statistics.Converter.class,
      description = "Whose means and deviations normalise the pixels; by default the model's.")
  private @Nullable Statistics statistics;

  @Option(
      names = "--mean",
      paramLabel = "R,G,B",
      converter = ChannelValuesConverter.class,
      description = "What is subtracted from the pixels, which are from 0 to 1.")
  private @Nullable ChannelValues mean;

  @Option(
      names = "--std",
      paramLabel = "R,G,B",
      converter = ChannelValuesConverter.class,
      description = "What the pixels are then divided by.")
  private @Nullable ChannelValues std;

  @Option(
      names = "--input-size",
      paramLabel = "HxW",
      converter = PictureSize.Converter.class,
      description = "An ONNX model's pictures, as wide as high; by default what it declares.")
  private @Nullable PictureSize inputSize;

  ClassifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    takeModelFromPictures();
    requireClasses();
    requireDivisors();
    boolean compare = againstNaive || pictures.isEmpty();
    if (compare && precision == Precision.FAST) {
      throw new WrongUsageException(
          "--precision fast has other bits than plain loops, which are run without pictures and by"
              + " --against-naive");
    }
    var chosen = precision != null ? precision : compare ? Precision.EXACT : Precision.FAST;
    var found = sources();
    found.problems().forEach(console::report);
    try (var report = json == null ? null : JsonReport.create(json);
        var network = network();
        var classifier = new Classifier(network, preprocessing(network), chosen, threads)) {
      var names = labels(network, classifier.classes());
      var run = new PictureRun(classifier, names, top);
      try (var progress =
          new Progress(console, "pictures", found.walked(), found.sources().size())) {
        run.classify(found.sources(), progress, report);
      }
      if (report != null) {
        report.finish();
      }
      if (!run.millis().isEmpty()) {
        summary(run, classifier.session(), compare).forEach(console.out()::println);
      }
      return found.problems().isEmpty() && run.failures() == 0 ? 0 : 1;
    }
  }

  private record Found(List<PictureSource> sources, List<String> problems, boolean walked) {}

  private Found sources() throws IOException {
    List<PictureSource> sources = new ArrayList<>();
    if (pictures.isEmpty()) {
      Samples.PICTURES.forEach(name -> sources.add(new PictureSource.Sample(name)));
      return new Found(sources, List.of(), false);
    }
    var files = PictureFiles.of(pictures);
    files.files().forEach(file -> sources.add(new PictureSource.InFile(file)));
    return new Found(sources, files.problems(), files.walked());
  }

  private void takeModelFromPictures() {
    if (!pictures.isEmpty() && LoadedNetwork.isOnnx(pictures.getFirst().toString())) {
      model = pictures.getFirst().toString();
      pictures = pictures.subList(1, pictures.size());
    }
  }

  private void requireClasses() {
    if (!LoadedNetwork.isOnnx(model) && LoadedNetwork.named(model).classes() == 0) {
      throw new WrongUsageException(
          "--model %s gives features, not classes; run %s writes them".formatted(model, model));
    }
  }

  private void requireDivisors() {
    if (std != null && (std.red() == 0 || std.green() == 0 || std.blue() == 0)) {
      throw new WrongUsageException("--std: nothing can be divided by 0, got " + std);
    }
  }

  private LoadedNetwork network() throws IOException {
    if (LoadedNetwork.isOnnx(model)) {
      if (weights != null) {
        throw new WrongUsageException("--weights: an ONNX file has weights of its own");
      }
      return LoadedNetwork.onnx(Path.of(model), inputSize);
    }
    if (inputSize != null) {
      throw new WrongUsageException("--input-size is for ONNX files, %s is none".formatted(model));
    }
    if (weights != null) {
      return LoadedNetwork.open(model, weights);
    }
    if (model.equals(Samples.MODEL)) {
      return LoadedNetwork.embedded();
    }
    throw new WrongUsageException(
        "--model %s needs --weights FILE or --weights seeded; only %s is embedded"
            .formatted(model, Samples.MODEL));
  }

  private Preprocessing preprocessing(LoadedNetwork network) {
    var whole = network.preprocessing();
    var normalised = statistics == null ? whole : statistics.of(whole);
    return new Preprocessing(
        normalised.framing(),
        mean == null ? normalised.mean() : mean,
        std == null ? normalised.std() : std);
  }

  private Labels labels(LoadedNetwork network, int classes) throws IOException {
    return labels == null ? network.labels(classes) : Labels.read(labels, classes);
  }

  private List<String> summary(PictureRun run, Session session, boolean compare) {
    return compare
        ? Summary.of(session, NaiveComparison.measure(session, Timing.DEFAULT))
        : Summary.of(session, run.millis());
  }
}
