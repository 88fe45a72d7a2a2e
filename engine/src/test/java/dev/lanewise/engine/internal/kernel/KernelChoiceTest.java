package dev.lanewise.engine.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a process says of the system properties that choose its kernels. */
class KernelChoiceTest {
  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "-Dlanewise.kernels=avx2, 'scalar: -Dlanewise.kernels=avx2 is none of scalar, 128, 256 and 512'",
    "-Dlanewise.start=vector, scalar: -Dlanewise.start=vector is neither scalar nor vectors",
    "-Dlanewise.readAhead=yes, scalar: -Dlanewise.readAhead=yes is neither true nor false",
    "-Dlanewise.kernels=scalar, 'scalar: '",
    "-Dlanewise.kernels=128, 128-bit "
  })
  void aWrongValueIsNamed(String flag, String expected) throws Exception {
    assertThat(ChildJvm.run(folder, KernelChoice.class, List.of(flag))).contains(expected);
  }
}
