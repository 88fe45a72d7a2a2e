package dev.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.bench.report.JmhTable;
import dev.lanewise.bench.report.MemoryTable;
import java.util.Collection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Each suite gets through JMH: set up, run, counted and torn down. */
class SuitesTest {
  /** Nothing is measured here, so that a measurement elsewhere on the machine is no matter. */
  private static final String IGNORE_LOCK = "jmh.ignoreLock";

  @BeforeAll
  static void ignoreLock() {
    System.setProperty(IGNORE_LOCK, "true");
  }

  @AfterAll
  static void heedLock() {
    System.clearProperty(IGNORE_LOCK);
  }

  @ParameterizedTest
  @CsvSource({
    "FmaPeakBenchmark,     any,   any,                 2",
    "MicroKernelBenchmark, depth, 64,                  42",
    "GemmBenchmark,        depth, 64,                  12",
    "LayerBenchmark,       layer, 3x3/1_512@7_512_relu, 3",
    "LayerShareBenchmark,  layer, 3x3/1_512@7_512_relu, 1",
    "WinogradBenchmark,    layer, 3x3/1_64@10_64_relu, 6",
    "BlockBenchmark,       block, BASIC_256_14,        3",
    "NetworkBenchmark,     model, resnet20,            6",
    "SideBySideBenchmark,  model, resnet20,            2",
  })
  void suiteRuns(String suite, String param, String value, int results) throws RunnerException {
    var measured = run(suite, param, value);
    assertThat(measured)
        .hasSize(results)
        .allSatisfy(
            result ->
                assertThat(result.getSecondaryResults())
                    .hasEntrySatisfying(
                        "gflops", rate -> assertThat(rate.getScore()).isPositive()));
    var table = new JmhTable(measured).toString();
    assertThat(table).contains(suite.startsWith("FmaPeak") ? "FMA peak, 2 threads" : suite);
    // The loops have no row of their own, so their parameters are understood.
    assertThat(table).doesNotContain("NAIVE").doesNotContain("AUTO_VECTORISED");
  }

  @ParameterizedTest
  @CsvSource({
    "BandwidthBenchmark,   kib,   16,               4",
    "MemoryBoundBenchmark, layer, dw3x3/1_512@14,   2",
    "MemoryBoundBenchmark, layer, dw5x5/2_672@14,   2",
    "MemoryBoundBenchmark, layer, max3x3/2_64@112,  2",
    "MemoryBoundBenchmark, layer, avg2x2/2_128@56,  2",
    "MemoryBoundBenchmark, layer, gap_512@7,        2",
    "MemoryBoundBenchmark, layer, fc_512_1000,      2",
  })
  void suiteOfMemoryRuns(String suite, String param, String value, int results)
      throws RunnerException {
    var measured = run(suite, param, value);
    assertThat(measured)
        .hasSize(results)
        .allSatisfy(
            result ->
                assertThat(result.getSecondaryResults())
                    .hasEntrySatisfying(
                        "gigabytes", rate -> assertThat(rate.getScore()).isPositive()));
    assertThat(new JmhTable(measured).isEmpty()).isTrue();
    assertThat(new MemoryTable(measured).toString())
        .contains("| %s %s".formatted(suite, suite.startsWith("Memory") ? value + " 1 |" : ""))
        .matches(table -> suite.startsWith("Bandwidth") || table.contains(" % | "));
  }

  private static Collection<RunResult> run(String suite, String param, String value)
      throws RunnerException {
    var options =
        new OptionsBuilder()
            .include("\\." + suite + "\\.")
            .param(param, value)
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(1))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    return new Runner(options).run();
  }
}
