package dev.lanewise.bench.conform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A model with inputs and outputs stored beside it, in the layout of the ONNX backend tests: {@code
 * model.onnx} and {@code test_data_set_0/input_0.pb, output_0.pb} and so on. Arrays may be {@code
 * .npy} files, and those of a single set may lie beside the model.
 *
 * @param name its folder below the one that was named
 */
public record ConformanceCase(String name, Path folder) {
  private static final String MODEL = "model.onnx";
  private static final String SETS = "test_data_set_";

  /** The model's file. */
  public Path model() {
    return folder.resolve(MODEL);
  }

  /** All cases in a folder or below, by name. */
  public static List<ConformanceCase> find(Path root) throws IOException {
    try (var files = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      return files
          .filter(file -> file.endsWith(MODEL))
          .map(file -> file.getParent() == null ? root : file.getParent())
          .sorted()
          .map(folder -> new ConformanceCase(name(root, folder), folder))
          .toList();
    } catch (UncheckedIOException wrong) {
      throw wrong.getCause();
    }
  }

  private static String name(Path root, Path folder) {
    var name = root.relativize(folder).toString();
    return name.isEmpty() ? String.valueOf(folder.toAbsolutePath().getFileName()) : name;
  }

  /** Arrays that belong together. */
  record DataSet(List<Path> inputs, List<Path> outputs) {}

  /** The sets of arrays, by number. */
  List<DataSet> dataSets() throws IOException {
    var folders = new ArrayList<Path>();
    for (int i = 0; Files.isDirectory(folder.resolve(SETS + i)); i++) {
      folders.add(folder.resolve(SETS + i));
    }
    if (folders.isEmpty()) {
      folders.add(folder);
    }
    return folders.stream()
        .map(set -> new DataSet(numbered(set, "input_"), numbered(set, "output_")))
        .filter(set -> !set.outputs().isEmpty())
        .toList();
  }

  private static List<Path> numbered(Path folder, String prefix) {
    var found = new ArrayList<Path>();
    while (true) {
      int number = found.size();
      var file =
          Stream.of(".pb", ".npy")
              .map(ending -> folder.resolve(prefix + number + ending))
              .filter(Files::isRegularFile)
              .findFirst();
      if (file.isEmpty()) {
        return found;
      }
      found.add(file.get());
    }
  }
}
