package dev.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the compiler drops, so that only the sources show it. */
class SourceRulesTest {

  @ParameterizedTest
  @ValueSource(strings = {"engine", "blocks", "bench"})
  void warningsAreSuppressedOnModuleDeclarationsOnly(String module) throws IOException {
    Path sources = Path.of(System.getProperty("lanewise.root", ".."), module, "src/main/java");
    try (Stream<Path> files = Files.walk(sources)) {
      List<Path> offenders =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.endsWith("module-info.java"))
              .filter(file -> read(file).contains("@SuppressWarnings"))
              .toList();
      assertThat(offenders).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"engine", "blocks", "bench"})
  void onlyKernelsImportTheVectorApi(String module) throws IOException {
    Path sources = Path.of(System.getProperty("lanewise.root", ".."), module, "src/main/java");
    try (Stream<Path> files = Files.walk(sources)) {
      List<Path> offenders =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.resolveSibling("").endsWith("engine/internal/kernel"))
              .filter(file -> read(file).contains("import jdk.incubator.vector"))
              .toList();
      assertThat(offenders).isEmpty();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
