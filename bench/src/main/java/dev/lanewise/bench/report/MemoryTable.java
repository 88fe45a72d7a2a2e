package dev.lanewise.bench.report;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;

/**
 * The results of a JMH run that count bytes as Markdown: % of the rate of copying or reading as
 * many bytes, measured in turn (the median), and GB/s of the layer alone (best and mean).
 */
public final class MemoryTable {
  private final List<Moved> results;

  /** A table of these results; those without a count of bytes are left out. */
  public MemoryTable(Collection<RunResult> results) {
    this(Moved.all(results));
  }

  MemoryTable(List<Moved> results) {
    this.results = results;
  }

  /** Whether there is nothing to show. */
  public boolean isEmpty() {
    return results.isEmpty();
  }

  /** The table, one line for each benchmark and its parameters. */
  @Override
  public String toString() {
    var text =
        new StringBuilder(
            """
            | benchmark | of the memory's rate | GB/s | mean | B/run |
            | --- | ---: | ---: | ---: | ---: |
            """);
    for (var result : results) {
      var share = result.share();
      var bytes = result.bytes();
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %.1f | %.1f | %s |\n",
              result.name(),
              share.isPresent() ? whole(100 * share.getAsDouble()) + " %" : "–",
              result.best(),
              result.mean(),
              bytes.isPresent() ? whole(bytes.getAsDouble()) : "–"));
    }
    return text.toString();
  }

  private static String whole(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }
}
