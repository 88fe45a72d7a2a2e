package dev.lanewise.blocks.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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

  /** The bytes of a {@code .npy} file of type uint8, whose header must say {@code shape}. */
  static byte[] npy(String name, String shape) throws IOException {
    byte[] file = Files.readAllBytes(file(name));
    int header = 10 + (file[8] & 0xFF) + ((file[9] & 0xFF) << 8);
    String text = new String(file, 0, header, ISO_8859_1);
    if (!text.contains("'|u1'") || !text.contains(shape) || text.contains("True")) {
      fail(name + " is no uint8 array of shape " + shape + ": " + text);
    }
    return Arrays.copyOfRange(file, header, file.length);
  }
}
