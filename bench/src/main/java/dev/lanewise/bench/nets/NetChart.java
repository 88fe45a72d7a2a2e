package dev.lanewise.bench.nets;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.ChartEncoder;

/**
 * A bar for each network: its time without sums, theirs where they are fused, and what is more
 * where not.
 */
public final class NetChart {
  private static final int LEAST_WIDTH = 640;
  private static final int HEIGHT = 480;

  /** In degrees. */
  private static final int LABEL_ANGLE = 30;

  private NetChart() {}

  /**
   * Writes an SVG file.
   *
   * @param rows at least one
   */
  public static void write(List<NetRow> rows, Path file) throws IOException {
    try (var stream = new BufferedOutputStream(Files.newOutputStream(file))) {
      ChartEncoder.saveChart(chart(rows), stream, "svg");
    }
  }

  private static CategoryChart chart(List<NetRow> rows) {
    var chart =
        new CategoryChartBuilder()
            .width(Math.max(LEAST_WIDTH, 80 * rows.size()))
            .height(HEIGHT)
            .title("What a run takes, and its sums")
            .yAxisTitle("ms")
            .build();
    chart.getStyler().setXAxisLabelRotation(LABEL_ANGLE);
    chart.getStyler().setStacked(true);
    List<Double> bare = new ArrayList<>();
    List<Double> fused = new ArrayList<>();
    List<Double> apart = new ArrayList<>();
    for (var row : rows) {
      var times = row.times();
      double whole = times.millis().median();
      // Noise may make a part negative, which a bar cannot be.
      double part = times.fused() == null ? 0 : Math.max(0, times.fused().median());
      bare.add(whole * (1 - part));
      fused.add(whole * part);
      apart.add(
          times.apartMillis() == null ? 0 : Math.max(0, times.apartMillis().median() - whole));
    }
    var networks = rows.stream().map(NetRow::network).toList();
    chart.addSeries("without ⊕", networks, bare);
    chart.addSeries("⊕, fused", networks, fused);
    chart.addSeries("more where nothing is fused with ⊕", networks, apart);
    return chart;
  }
}
