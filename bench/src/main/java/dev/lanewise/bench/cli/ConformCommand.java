package dev.lanewise.bench.cli;

import dev.lanewise.bench.cli.Table.Column;
import dev.lanewise.bench.conform.Conformance;
import dev.lanewise.bench.conform.ConformanceCase;
import dev.lanewise.bench.conform.Tolerance;
import dev.lanewise.bench.conform.Verdict;
import dev.lanewise.bench.conform.Verdict.Status;
import dev.lanewise.engine.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Holds ONNX models to the outputs that are stored beside them. */
@Command(
    name = "conform",
    description = {
      "Run ONNX models beside their stored inputs and outputs.",
      "Folders are laid out as those of the ONNX backend tests."
    })
final class ConformCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      arity = "1..*",
      paramLabel = "DIR",
      description = "Folders with a model.onnx, or with such folders below.")
  private List<Path> folders = new ArrayList<>();

  @Option(
      names = "--list",
      paramLabel = "FILE",
      description =
          "Run only the folders that FILE names, a line each, all of which must be there.")
  private @Nullable Path list;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the results there too, for machines.")
  private @Nullable Path json;

  @Option(
      names = "--bits",
      description = "Repeat each with one and two threads and demand equal bits.")
  private boolean bits;

  @Option(
      names = "--tolerance",
      paramLabel = "standard|network",
      converter = ToleranceConverter.class,
      description = {
        "standard (the default): 1e-7 and a thousandth of each number;",
        "network: 1e-5 and a ten-thousandth of an output's largest number."
      })
  private Tolerance tolerance = Tolerance.STANDARD;

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
      description = "The order of arithmetic: exact (the default), fast or compact.")
  private Precision precision = Precision.EXACT;

  ConformCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    var conformance = new Conformance(tolerance, precision, threads.count(), bits);
    var verdicts = new LinkedHashMap<String, Verdict>();
    for (var test : cases()) {
      verdicts.put(test.name(), conformance.run(test));
    }
    print(verdicts);
    if (json != null) {
      ConformReport.write(json, verdicts);
    }
    return ConformReport.count(verdicts, Status.FAILED) == 0 ? 0 : 1;
  }

  private List<ConformanceCase> cases() throws IOException {
    var found = new LinkedHashMap<String, ConformanceCase>();
    for (var folder : folders) {
      for (var test : ConformanceCase.find(folder)) {
        if (found.put(test.name(), test) != null) {
          throw new WrongUsageException("two folders are called " + test.name());
        }
      }
    }
    if (found.isEmpty()) {
      throw new WorkFailedException("no model.onnx in " + folders + " or below");
    }
    return list == null ? List.copyOf(found.values()) : listed(list, found);
  }

  private static List<ConformanceCase> listed(Path list, Map<String, ConformanceCase> found)
      throws IOException {
    var cases = new ArrayList<ConformanceCase>();
    for (var line : Files.readAllLines(list)) {
      var name = line.strip();
      if (name.isEmpty() || name.startsWith("#")) {
        continue;
      }
      var test = found.get(name);
      if (test == null) {
        throw new WorkFailedException("%s: there is no test %s".formatted(list, name));
      }
      cases.add(test);
    }
    return cases;
  }

  private void print(Map<String, Verdict> verdicts) {
    var table = new Table(Column.left("test"), Column.left("status"), Column.left("detail"));
    verdicts.forEach(
        (name, verdict) -> table.row(name, verdict.status().toString(), verdict.detail()));
    table.lines("").forEach(console.out()::println);
    console
        .out()
        .println(
            "%d passed, %d failed, %d unsupported"
                .formatted(
                    ConformReport.count(verdicts, Status.PASSED),
                    ConformReport.count(verdicts, Status.FAILED),
                    ConformReport.count(verdicts, Status.UNSUPPORTED)));
  }
}
