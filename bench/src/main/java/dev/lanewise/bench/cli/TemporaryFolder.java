package dev.lanewise.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A new folder of files, deleted with them. */
record TemporaryFolder(Path path) implements AutoCloseable {
  static TemporaryFolder create(String prefix) throws IOException {
    return new TemporaryFolder(Files.createTempDirectory(prefix));
  }

  @Override
  public void close() throws IOException {
    List<Path> files = new ArrayList<>();
    try (var listed = Files.newDirectoryStream(path)) {
      listed.forEach(files::add);
    }
    for (var file : files) {
      Files.delete(file);
    }
    Files.delete(path);
  }
}
