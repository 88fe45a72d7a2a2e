package dev.lanewise.bench.versus;

import dev.lanewise.bench.versus.PairOutcome.Failed;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs a pair in a JVM of its own, with the flags of this one.
 *
 * @param outcome what became of the pair
 * @param output what the process wrote to its outputs
 */
public record PairProcess(PairOutcome outcome, String output) {
  /** Where thread pools take their size from. */
  private static final List<String> THREADS =
      List.of("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS");

  /** What makes OpenBLAS take this machine for another. */
  private static final List<String> UNSET = List.of("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE");

  /** Has OpenBLAS tell the processor that it takes this one for. */
  private static final Map<String, String> SET = Map.of("OPENBLAS_VERBOSE", "2");

  /**
   * Compares a network.
   *
   * @param folder takes the process's files
   * @throws IOException if the process cannot be started
   */
  public static PairProcess run(Pair pair, Path folder) throws IOException, InterruptedException {
    return run(PairMain.class, pair.arguments(), pair.threads(), folder);
  }

  /**
   * Compares a matrix product.
   *
   * @param folder takes the process's files
   * @throws IOException if the process cannot be started
   */
  public static PairProcess run(GemmPair pair, Path folder)
      throws IOException, InterruptedException {
    return run(GemmMain.class, pair.arguments(), 1, folder);
  }

  /** Starts a process and waits for it; when this thread is interrupted, the process is ended. */
  private static PairProcess run(Class<?> main, List<String> arguments, int threads, Path folder)
      throws IOException, InterruptedException {
    var outcome = Files.createTempFile(folder, "outcome-", ".txt");
    var output = Files.createTempFile(folder, "output-", ".txt");
    List<String> command = new ArrayList<>(java());
    // Libraries unpack their native code there, and not all of them tidy up.
    command.add("-Djava.io.tmpdir=" + folder);
    command.add(main.getName());
    command.add(outcome.toString());
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(output.toFile());
    THREADS.forEach(name -> builder.environment().put(name, Integer.toString(threads)));
    builder.environment().putAll(SET);
    UNSET.forEach(builder.environment()::remove);
    // Not an argument: ONNX Runtime 1.29 matches the command line with a recursive std::regex, and
    // some thousand characters overflow the thread's stack.
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    var process = builder.start();
    var end = new Thread(process::destroyForcibly, "lanewise-end-" + process.pid());
    // Stays registered, and does nothing to a process that has ended.
    Runtime.getRuntime().addShutdownHook(end);
    try {
      int code = process.waitFor();
      // Native code may have written anything: what is no UTF-8 is replaced.
      var said = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
      return new PairProcess(OutcomeFile.read(outcome, new Failed(died(code, said))), said);
    } finally {
      process.destroyForcibly();
    }
  }

  /** The JVM and its flags. */
  private static List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    return command;
  }

  /** The last thing it said is most often why. */
  private static String died(int code, String said) {
    var last = said.lines().filter(line -> !line.isBlank()).reduce("", (first, second) -> second);
    return "the process ended with code %d%s"
        .formatted(code, last.isEmpty() ? "" : ": " + last.strip());
  }
}
