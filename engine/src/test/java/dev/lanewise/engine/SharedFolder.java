package dev.lanewise.engine;

import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The folder of test data that is no part of the project. */
final class SharedFolder {
  private SharedFolder() {}

  /**
   * A path in it. Without the folder the test is skipped, or fails where {@code LANEWISE_TESTDATA}
   * promised it.
   */
  static Path resolve(String name) {
    String promised = System.getenv("LANEWISE_TESTDATA");
    if (promised != null) {
      Path folder = Path.of(promised);
      if (!Files.isDirectory(folder)) {
        fail("LANEWISE_TESTDATA is " + folder + ", which is no folder");
      }
      return folder.resolve(name);
    }
    Path folder = Path.of(System.getProperty("lanewise.root", ".."), "../shared");
    Assumptions.assumeTrue(
        Files.isDirectory(folder),
        () -> "no test data: LANEWISE_TESTDATA is not set, and there is no " + folder);
    return folder.resolve(name);
  }
}
