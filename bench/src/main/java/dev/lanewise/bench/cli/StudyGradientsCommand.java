package dev.lanewise.bench.cli;

import dev.lanewise.bench.cli.Table.Column;
import dev.lanewise.bench.study.Depths;
import dev.lanewise.bench.study.GradientStudy;
import dev.lanewise.bench.study.Interval;
import dev.lanewise.bench.study.Measured;
import dev.lanewise.bench.study.StudyResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** Measures how input gradients decorrelate with depth. */
@Command(
    name = "gradients",
    description = {
      "Measure how the gradients at neighbouring inputs decorrelate with depth.",
      "In networks with and without skips and batch norms; the decay is fitted."
    })
final class StudyGradientsCommand implements Callable<Integer> {
  /** Of a network, all its layers together: about a gigabyte of them while it is differentiated. */
  private static final long MOST_WEIGHTS = 20_000_000;

  private final Console console;

  @Option(
      names = "--depths",
      paramLabel = "FIRST..LAST",
      converter = DepthsConverter.class,
      description = {
        "Rectified layers, by default 1..50: all up to ten or so, then each depth a seventh",
        "deeper than the one before."
      })
  private Depths depths = new Depths(1, 50);

  @Option(
      names = "--width",
      paramLabel = "N",
      converter = Width.class,
      description = "Neurons of a fully connected layer; by default ${DEFAULT-VALUE}.")
  private int width = 200;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      converter = Seeds.class,
      description = "Networks of each kind and depth; by default ${DEFAULT-VALUE}.")
  private int seeds = 8;

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = ThreadCount.Converter.class,
      description = "How many threads to use; by default all processors. The results are the same.")
  private ThreadCount threads = ThreadCount.DEFAULT;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Write tables (CSV) and plots (SVG) there.")
  private @Nullable Path output;

  StudyGradientsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    long weights = (long) depths.last() * width * width;
    if (weights > MOST_WEIGHTS) {
      throw new WrongUsageException(
          "--depths %d..%d --width %d: the deepest network would have %d weights, at most %d are taken"
              .formatted(depths.first(), depths.last(), width, weights, MOST_WEIGHTS));
    }
    try (var files = output == null ? null : StudyFiles.create(output)) {
      var result = StudyResult.of(measured());
      table(result).forEach(console.out()::println);
      if (files != null) {
        files.write(result);
      }
    }
    return 0;
  }

  private List<Measured> measured() {
    var study = new GradientStudy(depths, width, seeds);
    try (var progress = new Progress(console, "networks", true, study.networks())) {
      return study.run(threads.count(), progress::step);
    }
  }

  private static List<String> table(StudyResult result) {
    var table =
        new Table(
            Column.left("network"),
            Column.left("law"),
            Column.right("rate"),
            Column.right("from"),
            Column.right("to"),
            Column.right("scatter"),
            Column.right("depths"));
    for (var fit : result.fits()) {
      Interval rate = fit.rate();
      table.row(
          fit.experiment().title(),
          fit.law().formula(),
          number(rate.value()),
          number(rate.low()),
          number(rate.high()),
          number(fit.scatter()),
          fit.first() + ".." + fit.last());
    }
    return table.lines("");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  /** Beyond it a network takes gigabytes. */
  private static final class Width implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return WholeNumber.parse(text, 1, 2000);
    }
  }

  private static final class Seeds implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return WholeNumber.parse(text, 1, 10_000);
    }
  }
}
