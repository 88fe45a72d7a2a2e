package dev.lanewise.engine.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of its own for what a JVM can do once only, or under flags of its own. */
public final class ChildJvm {
  private ChildJvm() {}

  /**
   * Runs a program of these tests on the class path, with the Vector API, and expects it to
   * succeed.
   *
   * @param folder where its output may be kept meanwhile
   * @return what it printed, errors too
   */
  public static String run(Path folder, Class<?> program, List<String> flags)
      throws IOException, InterruptedException, URISyntaxException {
    var output = folder.resolve("output.txt");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-modules=jdk.incubator.vector");
    command.addAll(flags);
    command.add("-cp");
    command.add(where(KernelSet.class) + File.pathSeparator + where(program));
    command.add(program.getName());
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(output);
  }

  private static Path where(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
