package dev.lanewise.bench.cli;

import dev.lanewise.bench.study.Experiment;
import dev.lanewise.bench.study.StudyCharts;
import dev.lanewise.bench.study.StudyResult;
import dev.lanewise.bench.study.StudyTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of a study. Each is written under a temporary name, and all take their places together
 * when they are complete.
 */
final class StudyFiles implements AutoCloseable {
  private final Path folder;
  private final List<ReplacedFile> files = new ArrayList<>();

  private StudyFiles(Path folder) {
    this.folder = folder;
  }

  /** Creates the folder where it is missing, and the first file, which proves that this works. */
  static StudyFiles create(Path folder) throws IOException {
    Files.createDirectories(folder);
    var files = new StudyFiles(folder);
    files.add("correlation.csv");
    return files;
  }

  /** Writes all. */
  void write(StudyResult result) throws IOException {
    Files.write(files.getFirst().path(), StudyTables.correlations(result));
    Files.write(add("autocorrelation.csv"), StudyTables.autocorrelations(result));
    Files.write(add("fits.csv"), StudyTables.fits(result));
    for (var inputs : Experiment.Inputs.values()) {
      if (result.experiments().stream().anyMatch(each -> each.inputs() == inputs)) {
        StudyCharts.correlations(result, inputs, add(inputs.plot() + ".svg"));
      }
    }
    for (var experiment : result.experiments()) {
      var name = "autocorrelation_" + experiment.name() + ".svg";
      StudyCharts.autocorrelations(result, experiment, add(name));
    }
    for (var file : files) {
      file.commit();
    }
  }

  private Path add(String name) throws IOException {
    var file = ReplacedFile.of(folder.resolve(name));
    files.add(file);
    return file.path();
  }

  /** Removes what was not put in its place. */
  @Override
  public void close() throws IOException {
    for (var file : files) {
      file.close();
    }
  }
}
