package dev.lanewise.engine.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          vendor_id : AuthenticAMD cpu family : 26                   | true
          AMD64 Family 25 Model 97 Stepping 2, AuthenticAMD          | true
          vendor_id : GenuineIntel cpu family : 6                    | false
          Intel64 Family 6 Model 158 Stepping 10, GenuineIntel       | false
          BogoMIPS : 50.00 Features : fp asimd CPU implementer: 0x41 | false
          ''                                                         | false
          """)
  void amdIsWhatCallsItselfSo(String description, boolean isAmd) {
    assertThat(Processor.isAmd(description)).isEqualTo(isAmd);
  }

  /** What is read of it must reach as far as the vendor. */
  @Test
  void thisProcessorIsAsAllOfTheFileSays() throws IOException {
    var file = Path.of("/proc/cpuinfo");
    assumeTrue(Files.exists(file), "only Linux has " + file);
    assertThat(Processor.isAmd()).isEqualTo(Processor.isAmd(Files.readString(file)));
  }
}
