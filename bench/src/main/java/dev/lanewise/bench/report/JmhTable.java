package dev.lanewise.bench.report;

import dev.lanewise.bench.baseline.Contender;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;

/**
 * The results of a JMH run as Markdown: % of the FMA peak measured in the same run, GFLOP/s, and
 * how many times faster the engine is than the loops beside it. Never a time alone: machines
 * differ.
 *
 * <p>Figures are those of the best iteration, and the mean is beside it: on a shared machine the
 * difference is the neighbours'. What was not run is a dash.
 */
public final class JmhTable {
  private static final String PEAK = "FmaPeakBenchmark";

  private final List<Measured> results;
  private final Map<Integer, Double> peaks = new TreeMap<>();

  /** A table of these results; those without a count of floating-point operations are left out. */
  public JmhTable(Collection<RunResult> results) {
    this(Measured.all(results));
  }

  JmhTable(List<Measured> results) {
    this.results = results.stream().filter(result -> !result.suite().equals(PEAK)).toList();
    for (var result : results) {
      if (result.suite().equals(PEAK)) {
        peaks.merge(result.threads(), result.best(), Math::max);
      }
    }
  }

  /** Whether there is nothing to show. */
  public boolean isEmpty() {
    return results.isEmpty() && peaks.isEmpty();
  }

  /** The table, one line for each benchmark and its parameters. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    if (!results.isEmpty()) {
      text.append(
          """
          | benchmark | of peak | GFLOP/s | mean | × naive | × auto-vectorised | B/run |
          | --- | ---: | ---: | ---: | ---: | ---: | ---: |
          """);
    }
    for (var result : results) {
      if (result.contender() == Contender.ENGINE) {
        row(result, text);
      } else if (results.stream().noneMatch(other -> isRowOf(other, result))) {
        row(result, text);
      }
    }
    peaks.forEach(
        (threads, gflops) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "\nFMA peak, %d thread%s: %.1f GFLOP/s\n",
                    threads,
                    threads == 1 ? "" : "s",
                    gflops)));
    return text.toString();
  }

  /** Whether {@code other} is the engine's, in whose row the loops appear. */
  private static boolean isRowOf(Measured other, Measured loops) {
    return other.contender() == Contender.ENGINE && other.isComparedWith(loops);
  }

  private void row(Measured result, StringBuilder text) {
    var name = new StringBuilder(result.suite());
    result.params().values().forEach(value -> name.append(' ').append(value));
    if (result.contender() != Contender.ENGINE) {
      name.append(' ').append(result.contender());
    }
    text.append(
        "| %s | %s | %s | %s | %s | %s | %s |\n"
            .formatted(
                name,
                ofPeak(result),
                tenths(result.best()),
                tenths(result.mean()),
                times(result, Contender.NAIVE),
                times(result, Contender.AUTO_VECTORISED),
                result.bytes().isPresent() ? whole(result.bytes().getAsDouble()) : "–"));
  }

  /** The median of what was measured beside the peak, or else the best iteration's. */
  private String ofPeak(Measured result) {
    var share = result.share();
    if (share.isPresent()) {
      return whole(100 * share.getAsDouble()) + " %";
    }
    return Optional.ofNullable(peaks.get(result.threads()))
        .map(most -> whole(100 * result.best() / most) + " %")
        .orElse("–");
  }

  /** How many times faster than the loops over the same. */
  private String times(Measured result, Contender loops) {
    if (result.contender() != Contender.ENGINE) {
      return "–";
    }
    return results.stream()
        .filter(other -> other.contender() == loops && result.isComparedWith(other))
        .findFirst()
        .map(other -> tenths(result.best() / other.best()))
        .orElse("–");
  }

  private static String whole(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }

  private static String tenths(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
