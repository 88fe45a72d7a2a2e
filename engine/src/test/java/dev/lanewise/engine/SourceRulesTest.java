package dev.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the compiler drops, so that only the sources show it. */
class SourceRulesTest {

  @ParameterizedTest
  @ValueSource(strings = {"engine", "blocks", "bench"})
  void warningsAreSuppressedOnModuleDeclarationsOnly(String module) throws IOException {
    assertThat(files(module, file -> !file.endsWith("module-info.java"), "@SuppressWarnings"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"engine", "blocks", "bench"})
  void onlyKernelsNameTheVectorApi(String module) throws IOException {
    Predicate<Path> other = file -> !file.resolveSibling("").endsWith("engine/internal/kernel");
    assertThat(files(module, other, "jdk.incubator.vector.")).isEmpty();
  }

  /** Their accesses leave a profile by which the JIT compiles kernels in vain, several times. */
  @ParameterizedTest
  @ValueSource(strings = {"engine", "blocks", "bench"})
  void noArenaIsConfinedToAThread(String module) throws IOException {
    assertThat(files(module, file -> true, "Arena.ofConfined")).isEmpty();
  }

  /**
   * Whether C2 inlines {@code asSlice} is up to the profile that all of a process's code leaves in
   * it; where it does not, each slice is an object.
   */
  @Test
  void noVectorKernelMakesSlices() throws IOException {
    assertThat(files("engine", file -> read(file).contains("FloatVector"), ".asSlice(")).isEmpty();
  }

  /** The module's sources among {@code which} that have {@code text}. */
  private static List<Path> files(String module, Predicate<Path> which, String text)
      throws IOException {
    Path sources = Path.of(System.getProperty("lanewise.root", ".."), module, "src/main/java");
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(which)
          .filter(file -> read(file).contains(text))
          .toList();
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
