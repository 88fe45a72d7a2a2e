package dev.lanewise.engine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The address space of this process, as Linux counts it: what native memory takes shows there at
 * once, and the heap, which is reserved from the start, does not. Elsewhere a test that asks is
 * skipped.
 */
final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private ProcessMemory() {}

  /** The bytes in use. */
  static long now() throws IOException {
    return read("VmSize");
  }

  /** The most bytes that ever were in use. */
  static long peak() throws IOException {
    return read("VmPeak");
  }

  private static long read(String name) throws IOException {
    assumeTrue(Files.isReadable(STATUS), "no " + STATUS + " on this system");
    var matcher =
        Pattern.compile("(?m)^" + name + ":\\s*(\\d+) kB$").matcher(Files.readString(STATUS));
    assumeTrue(matcher.find(), STATUS + " has no " + name);
    return Long.parseLong(matcher.group(1)) * 1024;
  }
}
