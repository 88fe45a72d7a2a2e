package dev.lanewise.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A new folder, deleted with all that is in it. */
record TemporaryFolder(Path path) implements AutoCloseable {
  static TemporaryFolder create(String prefix) throws IOException {
    return new TemporaryFolder(Files.createTempDirectory(prefix));
  }

  @Override
  public void close() throws IOException {
    try (var walked = Files.walk(path)) {
      // Files come after the folder that they are in.
      for (var file : walked.toList().reversed()) {
        Files.delete(file);
      }
    }
  }
}
