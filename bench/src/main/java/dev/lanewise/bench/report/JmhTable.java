package dev.lanewise.bench.report;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.RunResult;

/**
 * The results of a JMH run as Markdown: GFLOP/s, % of the FMA peak measured in the same run, and
 * how many times faster the engine is than the loops beside it. Never a time alone: machines
 * differ.
 */
public final class JmhTable {
  private static final String COUNTER = "gflops";
  private static final String CONTENDER = "contender";

  private final Map<String, Map<String, Double>> rows = new LinkedHashMap<>();
  private double peak = Double.NaN;

  /** A table of these results; those without a count of floating-point operations are left out. */
  public JmhTable(Collection<RunResult> results) {
    for (var result : results) {
      var counted = result.getSecondaryResults().get(COUNTER);
      if (counted != null) {
        add(result, counted.getScore());
      }
    }
  }

  private void add(RunResult result, double gigaflops) {
    var params = result.getParams();
    var benchmark = params.getBenchmark();
    if (benchmark.endsWith("FmaPeakBenchmark.peak")) {
      peak = gigaflops;
      return;
    }
    var parts = benchmark.split("\\.", -1);
    var name = new StringBuilder(parts[parts.length - 2]);
    var contender = "ENGINE";
    for (var key : params.getParamsKeys()) {
      if (key.equals(CONTENDER)) {
        contender = params.getParam(key);
      } else {
        name.append(' ').append(params.getParam(key));
      }
    }
    rows.computeIfAbsent(name.toString(), _ -> new LinkedHashMap<>()).put(contender, gigaflops);
  }

  /** Whether there is nothing to show. */
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The table, one line a benchmark and its parameters. */
  @Override
  public String toString() {
    var text =
        new StringBuilder(
            """
            | benchmark | of peak | GFLOP/s | engine / auto-vectorised | engine / naive |
            | --- | ---: | ---: | ---: | ---: |
            """);
    rows.forEach(
        (name, byContender) -> {
          double engine = byContender.getOrDefault("ENGINE", Double.NaN);
          text.append(
              "| %s | %s | %s | %s | %s |\n"
                  .formatted(
                      name,
                      cell("%.0f %%", 100 * engine / peak),
                      cell("%.1f", engine),
                      ratio(engine, byContender.get("AUTO_VECTORISED")),
                      ratio(engine, byContender.get("NAIVE"))));
        });
    return text + "\nFMA peak: " + cell("%.1f", peak) + " GFLOP/s\n";
  }

  private static String ratio(double engine, @Nullable Double other) {
    return other == null ? "–" : cell("%.1f×", engine / other);
  }

  private static String cell(String format, double value) {
    return Double.isNaN(value) ? "–" : format.formatted(value);
  }
}
