package dev.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.bench.baseline.Contender;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class JmhTableTest {
  private static Measured measured(
      String suite, Contender contender, Map<String, String> params, int threads, Double... rates) {
    return new Measured(
        suite, contender, params, threads, List.of(rates), List.of(), OptionalDouble.empty());
  }

  @Test
  void bestIterationIsSetAgainstThePeakOfAsManyThreads() {
    var table =
        new JmhTable(
            List.of(
                measured("FmaPeakBenchmark", Contender.ENGINE, Map.of(), 1, 90.0, 100.0),
                measured("FmaPeakBenchmark", Contender.ENGINE, Map.of(), 2, 200.0),
                measured("Net", Contender.ENGINE, Map.of("threads", "1"), 1, 80.0, 90.0),
                measured("Net", Contender.ENGINE, Map.of("threads", "2"), 2, 150.0)));
    assertThat(table)
        .hasToString(
            """
            | benchmark | of peak | GFLOP/s | mean | × naive | × auto-vectorised | B/run |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: |
            | Net 1 | 90 % | 90.0 | 85.0 | – | – | – |
            | Net 2 | 75 % | 150.0 | 150.0 | – | – | – |

            FMA peak, 1 thread: 100.0 GFLOP/s

            FMA peak, 2 threads: 200.0 GFLOP/s
            """);
  }

  @Test
  void loopsOverTheSameAreInTheEnginesRow() {
    var layer = Map.of("layer", "a");
    var other = Map.of("layer", "b");
    var table =
        new JmhTable(
            List.of(
                measured("Layer", Contender.NAIVE, other, 1, 1.0),
                measured("Layer", Contender.NAIVE, layer, 1, 2.0),
                measured("Block", Contender.NAIVE, layer, 1, 1.0),
                measured("Layer", Contender.AUTO_VECTORISED, layer, 1, 8.0),
                measured("Layer", Contender.ENGINE, layer, 1, 100.0)));
    assertThat(table.toString())
        .contains("| Layer a | – | 100.0 | 100.0 | 50.0 | 12.5 | – |\n")
        .contains("| Layer b NAIVE | – | 1.0 | 1.0 | – | – | – |\n")
        .doesNotContain("Layer a NAIVE")
        .doesNotContain("Layer a AUTO_VECTORISED");
  }

  @Test
  void loopsThatKnowOfNoThreadsAreComparedWithEveryNumberOfThem() {
    var table =
        new JmhTable(
            List.of(
                measured("Net", Contender.ENGINE, Map.of("threads", "1"), 1, 50.0),
                measured("Net", Contender.ENGINE, Map.of("threads", "2"), 2, 100.0),
                measured("Net", Contender.NAIVE, Map.of(), 1, 2.0)));
    assertThat(table.toString())
        .contains("| Net 1 | – | 50.0 | 50.0 | 25.0 | – | – |")
        .contains("| Net 2 | – | 100.0 | 100.0 | 50.0 | – | – |");
  }

  @Test
  void shareMeasuredBesideThePeakGoesBeforeThePeakOfTheRun() {
    var beside =
        new Measured(
            "Share",
            Contender.ENGINE,
            Map.of(),
            1,
            List.of(50.0, 50.0, 50.0, 50.0),
            List.of(0.9, 0.5, 0.7, 0.8),
            OptionalDouble.empty());
    var peak = measured("FmaPeakBenchmark", Contender.ENGINE, Map.of(), 1, 100.0);
    assertThat(new JmhTable(List.of(peak, beside)).toString())
        .contains("| Share | 75 % | 50.0 | 50.0 | – | – | – |");
  }

  @Test
  void allocationOfTheProfilerIsShown() {
    var measured =
        new Measured(
            "Net", Contender.ENGINE, Map.of(), 1, List.of(3.0), List.of(), OptionalDouble.of(0.02));
    assertThat(new JmhTable(List.of(measured)).toString())
        .contains("| Net | – | 3.0 | 3.0 | – | – | 0 |");
  }

  @Test
  void nothingCountedIsNothingToShow() {
    assertThat(new JmhTable(List.<Measured>of()).isEmpty()).isTrue();
  }
}
