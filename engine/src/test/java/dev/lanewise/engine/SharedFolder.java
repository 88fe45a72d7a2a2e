package dev.lanewise.engine;

import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The folder of test data that is no part of the project. */
final class SharedFolder {
  private SharedFolder() {}

  /** Whether tests must do without it: nobody promised the folder, and it is not there. */
  static boolean isAbsent() {
    return System.getenv("LANEWISE_TESTDATA") == null && !Files.isDirectory(beside());
  }

  /**
   * A path in it. Without the folder the test is skipped, or fails where {@code LANEWISE_TESTDATA}
   * promised it.
   */
  static Path resolve(String name) {
    Assumptions.assumeFalse(
        isAbsent(),
        () -> "no test data: LANEWISE_TESTDATA is not set, and there is no " + beside());
    String promised = System.getenv("LANEWISE_TESTDATA");
    Path folder = promised == null ? beside() : Path.of(promised);
    if (!Files.isDirectory(folder)) {
      fail("LANEWISE_TESTDATA is " + folder + ", which is no folder");
    }
    return folder.resolve(name);
  }

  private static Path beside() {
    return Path.of(System.getProperty("lanewise.root", ".."), "../shared");
  }
}
