package dev.lanewise.bench.cli;

import dev.lanewise.blocks.weights.Npy;
import dev.lanewise.engine.Tensor;
import java.io.File;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The files that a run's outputs go to. They are created under temporary names before the run, and
 * take their places together when all are written: a failure leaves what was there.
 */
final class OutputFiles implements AutoCloseable {
  private final Map<String, ReplacedFile> byName = new LinkedHashMap<>();
  private final Map<String, Path> targets = new LinkedHashMap<>();

  private OutputFiles() {}

  /**
   * Prepares a file for each output.
   *
   * @param destination a file for the only output; or a directory, there or named with a slash at
   *     its end, that takes each as {@code NAME.npy}
   * @throws WrongUsageException if one file is to take several outputs
   */
  static OutputFiles create(String destination, List<String> outputs) throws IOException {
    var path = Path.of(destination);
    boolean folder = isFolder(destination);
    if (!folder && outputs.size() > 1) {
      throw new WrongUsageException(
          "--output %s: %d outputs (%s) need a directory, such as %s/"
              .formatted(destination, outputs.size(), String.join(", ", outputs), destination));
    }
    if (folder) {
      Files.createDirectories(path);
    }
    var files = new OutputFiles();
    try {
      for (var output : outputs) {
        var target = folder ? path.resolve(fileName(output)) : path;
        files.targets.put(output, target);
        files.byName.put(output, ReplacedFile.of(target));
      }
    } catch (IOException | RuntimeException failure) {
      files.close();
      throw failure;
    }
    return files;
  }

  private static boolean isFolder(String destination) {
    return destination.endsWith("/")
        || destination.endsWith(File.separator)
        || Files.isDirectory(Path.of(destination));
  }

  /** A value's name may hold anything: what no file name should is percent-encoded. */
  private static String fileName(String output) {
    return URLEncoder.encode(output, StandardCharsets.UTF_8) + ".npy";
  }

  /** Where an output goes. */
  Path target(String output) {
    return Objects.requireNonNull(targets.get(output), output);
  }

  /** Writes every output as NCHW, then puts all files in their places. */
  void write(Map<String, Tensor> outputs) throws IOException {
    for (var file : byName.entrySet()) {
      Npy.write(
          file.getValue().path(),
          Objects.requireNonNull(outputs.get(file.getKey()), file.getKey()));
    }
    for (var file : byName.values()) {
      file.commit();
    }
  }

  /** Removes what was not put in its place. */
  @Override
  public void close() throws IOException {
    for (var file : new ArrayList<>(byName.values())) {
      file.close();
    }
  }
}
