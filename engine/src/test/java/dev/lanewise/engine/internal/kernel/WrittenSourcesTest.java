package dev.lanewise.engine.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The kernels' sources are what {@link KernelWriter}, {@link RowWriter}, {@link TileWriter}, {@link
 * WindowWriter} and {@link GroupWriter} write, formatted. After changing one, run this test with
 * {@code -Dlanewise.writeKernels=true} on the JVM's command line, and then the formatter.
 */
class WrittenSourcesTest {
  private static final Path SOURCES =
      Path.of(
          System.getProperty("lanewise.root", ".."),
          "engine/src/main/java/dev/lanewise/engine/internal/kernel");

  static Stream<SourceWriter> writers() {
    return Stream.<List<? extends SourceWriter>>of(
            KernelWriter.all(),
            RowWriter.all(),
            TileWriter.all(),
            WindowWriter.all(),
            GroupWriter.all())
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("writers")
  void sourcesAreWhatIsWritten(SourceWriter writer) throws IOException {
    var file = SOURCES.resolve(writer.className() + ".java");
    if (Boolean.getBoolean("lanewise.writeKernels")) {
      Files.writeString(file, writer.text());
    }
    assertThat(unformatted(Files.readString(file))).isEqualTo(unformatted(writer.text()));
  }

  /** Without spaces, line ends and the asterisks of comments that are wrapped elsewhere. */
  private static String unformatted(String source) {
    return source.replaceAll("\\n\\s*\\*(?!/)", "").replaceAll("\\s+", "");
  }
}
