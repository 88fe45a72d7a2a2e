package dev.lanewise.blocks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.provider.Arguments;

/** What fuzzing has found: in the folder where Jazzer puts it, and from where it begins again. */
public final class FuzzInputs {
  private FuzzInputs() {}

  /** The bytes of each file of a fuzz test, by its name. */
  public static List<Arguments.ArgumentSet> of(Class<?> test) throws IOException {
    var url = Objects.requireNonNull(test.getResource(test.getSimpleName() + "Inputs"));
    try (var files = Files.walk(Path.of(URI.create(url.toString())))) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .map(file -> Arguments.argumentSet(file.getFileName().toString(), bytes(file)))
          .toList();
    }
  }

  /** As one argument, and not as one for each byte. */
  private static Object bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
