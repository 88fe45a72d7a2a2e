package dev.lanewise.bench.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The most memory that this process ever had, as the system counts it. */
final class PeakMemory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private PeakMemory() {}

  /** The most bytes resident so far, pages of mapped files included; 0 where Linux does not say. */
  static long bytes() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    for (var line : Files.readAllLines(STATUS)) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    return 0;
  }
}
