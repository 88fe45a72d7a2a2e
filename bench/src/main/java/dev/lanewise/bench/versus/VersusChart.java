package dev.lanewise.bench.versus;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.ChartEncoder;

/**
 * The ratios as bars: a group for each network, batch and number of threads, in it a bar for each
 * peer and precision, whose error bar is half the way from the 10th to the 90th percentile.
 */
public final class VersusChart {
  private static final int LEAST_WIDTH = 640;
  private static final int HEIGHT = 480;

  /** In degrees. */
  private static final int LABEL_ANGLE = 30;

  private VersusChart() {}

  /**
   * Writes an SVG file.
   *
   * @param rows at least one
   */
  public static void write(List<VersusRow> rows, Path file) throws IOException {
    try (var stream = new BufferedOutputStream(Files.newOutputStream(file))) {
      ChartEncoder.saveChart(chart(rows), stream, "svg");
    }
  }

  private static CategoryChart chart(List<VersusRow> rows) {
    var groups = rows.stream().map(VersusChart::group).distinct().toList();
    Map<String, Map<String, VersusRow>> series = new LinkedHashMap<>();
    for (var row : rows) {
      series
          .computeIfAbsent(row.peer() + ", " + row.precisionName(), _ -> new LinkedHashMap<>())
          .put(group(row), row);
    }
    var chart =
        new CategoryChartBuilder()
            .width(Math.max(LEAST_WIDTH, 120 * groups.size()))
            .height(HEIGHT)
            .title("Times as fast as the peer")
            .yAxisTitle("ratio")
            .build();
    chart.getStyler().setXAxisLabelRotation(LABEL_ANGLE);
    series.forEach(
        (name, byGroup) -> {
          List<Double> ratios = new ArrayList<>();
          List<Double> errors = new ArrayList<>();
          for (var group : groups) {
            var row = byGroup.get(group);
            var ratio = row == null ? new Spread(0, 0, 0) : row.timed().ratio();
            ratios.add(ratio.median());
            errors.add((ratio.p90() - ratio.p10()) / 2);
          }
          chart.addSeries(name, groups, ratios, errors);
        });
    return chart;
  }

  private static String group(VersusRow row) {
    return "%s, %d×, %dT".formatted(row.model(), row.batch(), row.threads());
  }
}
