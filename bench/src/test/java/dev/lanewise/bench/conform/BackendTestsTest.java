package dev.lanewise.bench.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanewise.engine.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The ONNX standard's own tests, as far as they concern the inference of convolutional networks in
 * float32, at one and two threads. They are in Debian's package {@code libonnx-testdata}; {@code
 * LANEWISE_ONNX_TESTDATA} names its data folder where that is elsewhere, and promises that it is
 * there.
 */
class BackendTestsTest {
  private static final String VARIABLE = "LANEWISE_ONNX_TESTDATA";
  private static final Path USUAL = Path.of("/usr/share/libonnx-testdata/data");
  private static final int TESTS = 463;

  private static final Conformance CONFORMANCE =
      new Conformance(Tolerance.STANDARD, Precision.EXACT, 1, true);

  @TestFactory
  Stream<DynamicTest> backendTests() throws IOException {
    var names = names();
    assertThat(names).hasSize(TESTS).doesNotHaveDuplicates();
    return names.stream().map(name -> DynamicTest.dynamicTest(name, () -> check(name)));
  }

  private static void check(String name) {
    var verdict = CONFORMANCE.run(new ConformanceCase(name, folder().resolve(name)));
    assertThat(verdict.status()).as(verdict.detail()).isEqualTo(Verdict.Status.PASSED);
  }

  private static Path folder() {
    var promised = System.getenv(VARIABLE);
    if (promised != null) {
      var folder = Path.of(promised);
      assertThat(folder).as(VARIABLE).isDirectory();
      return folder;
    }
    assumeTrue(
        Files.isDirectory(USUAL),
        () -> "no ONNX tests: %s is not set, and there is no %s".formatted(VARIABLE, USUAL));
    return USUAL;
  }

  private static List<String> names() throws IOException {
    try (InputStream list =
        Objects.requireNonNull(BackendTestsTest.class.getResourceAsStream("backend-tests.txt"))) {
      var text = new String(list.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }
}
