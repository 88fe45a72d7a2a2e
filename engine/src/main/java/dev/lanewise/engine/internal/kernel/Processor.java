package dev.lanewise.engine.internal.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whose processor this is, as the system says; Java does not. */
final class Processor {
  /** On Linux; its first lines are about the first processor. */
  private static final Path LINUX = Path.of("/proc/cpuinfo");

  /** More than the lines before the vendor's take. */
  private static final int BYTES = 256;

  /** On Windows, a variable of every process's environment. */
  private static final String WINDOWS = "PROCESSOR_IDENTIFIER";

  private Processor() {}

  /** Whether it is one of AMD's; false where the system does not tell. */
  static boolean isAmd() {
    return isAmd(description());
  }

  /** Whether that is said of one of AMD's. */
  static boolean isAmd(String description) {
    return description.contains("AuthenticAMD");
  }

  private static String description() {
    try (var lines = Files.newInputStream(LINUX)) {
      return new String(lines.readNBytes(BYTES), StandardCharsets.ISO_8859_1);
    } catch (IOException notLinux) {
      var identifier = System.getenv(WINDOWS);
      return identifier == null ? "" : identifier;
    }
  }
}
