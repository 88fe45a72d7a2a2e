package dev.lanewise.bench.cli;

import dev.lanewise.bench.cli.Table.Column;
import dev.lanewise.engine.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The last lines of a classification: how fast it was. */
final class Summary {
  private Summary() {}

  /** From the run of each picture, the JVM's warm-up included. */
  static List<String> of(Session session, List<Double> millis) {
    double median = Timing.median(millis);
    var input = session.graph().inputs().keySet().iterator().next();
    var shapes = Map.of(input, session.input().shape());
    long multiplyAdds = NodeCost.multiplyAdds(session.graph(), shapes);
    return List.of(
        "",
        String.format(
            Locale.ROOT,
            "%d %s, %s ms each (median), %.1f GFLOP/s, %s",
            millis.size(),
            millis.size() == 1 ? "picture" : "pictures",
            time(median),
            NaiveComparison.gigaflops(multiplyAdds, median),
            conditions(session)));
  }

  /** From repeated runs of the engine and of plain loops. */
  static List<String> of(Session session, NaiveComparison comparison) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("one picture, warm, " + conditions(session));
    var table =
        new Table(
            Column.left(""), Column.right("ms"), Column.right("GFLOP/s"), Column.left("result"));
    table.row(
        "Lanewise",
        time(comparison.millis()),
        rate(comparison.multiplyAdds(), comparison.millis()),
        "");
    table.row(
        "naive loops",
        time(comparison.naiveMillis()),
        rate(comparison.multiplyAdds(), comparison.naiveMillis()),
        "the same bits");
    lines.addAll(table.lines("  "));
    lines.add(String.format(Locale.ROOT, "%.1f × faster than naive loops", comparison.speedUp()));
    return lines;
  }

  private static String conditions(Session session) {
    var plan = session.plan();
    return new ThreadCount(plan.threads()) + ", " + plan.kernels() + " kernels";
  }

  private static String rate(long multiplyAdds, double millis) {
    return String.format(Locale.ROOT, "%.1f", NaiveComparison.gigaflops(multiplyAdds, millis));
  }

  /** Three digits that count, or all before the point. */
  private static String time(double millis) {
    int decimals = millis < 1 ? 3 : millis < 10 ? 2 : millis < 100 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", millis);
  }
}
