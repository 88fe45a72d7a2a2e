package dev.lanewise.bench.cli;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/** The folder of test data that is no part of the project. */
final class SharedData {
  private SharedData() {}

  /**
   * A file there; without the folder the test is skipped, or fails where the folder was promised.
   */
  static Path file(String name) {
    String promised = System.getenv("LANEWISE_TESTDATA");
    Path folder =
        promised != null
            ? Path.of(promised)
            : Path.of(System.getProperty("lanewise.root", ".."), "../shared");
    if (promised == null) {
      Assumptions.assumeTrue(
          Files.isDirectory(folder),
          () -> "no test data: LANEWISE_TESTDATA is not set, and there is no " + folder);
    } else if (!Files.isDirectory(folder)) {
      fail("LANEWISE_TESTDATA is " + folder + ", which is no folder");
    }
    return folder.resolve(name);
  }

  /** A gzipped file there, unpacked into the build folder; {@code name} is without {@code .gz}. */
  static Path unpacked(String name) throws IOException {
    Path packed = file(name + ".gz");
    Path folder = Files.createDirectories(Path.of("target", "unpacked"));
    Path target = folder.resolve(Path.of(name).getFileName().toString());
    if (!Files.exists(target)
        || Files.getLastModifiedTime(target).compareTo(Files.getLastModifiedTime(packed)) < 0) {
      Path part = Files.createTempFile(folder, "part", "");
      try (var in = new GZIPInputStream(Files.newInputStream(packed), 1 << 16)) {
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      }
      // Whole or not at all, whoever else unpacks it at this moment.
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }
    return target;
  }
}
