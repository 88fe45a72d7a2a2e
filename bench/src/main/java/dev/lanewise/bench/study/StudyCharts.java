package dev.lanewise.bench.study;

import dev.lanewise.bench.study.StudyResult.Row;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A study's results as SVG: lines in the middle of their 95 % intervals. */
public final class StudyCharts {
  /** What a logarithmic axis shows of a correlation at zero and below. */
  private static final double FLOOR = 1e-4;

  private static final int BAND = 48;

  private static final List<Color> COLOURS =
      List.of(
          new Color(0x1F77B4),
          new Color(0xD62728),
          new Color(0x2CA02C),
          new Color(0x9467BD),
          new Color(0xFF7F0E));

  private static final Color GRID = new Color(0xE4E4E4);

  private static final BasicStroke DASHES =
      new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0);

  private StudyCharts() {}

  /**
   * Correlation by depth at these inputs, with dashes for what the paper predicts; writes an SVG
   * file.
   */
  public static void correlations(StudyResult result, Experiment.Inputs inputs, Path file)
      throws IOException {
    var chart = chart(inputs.title(), "depth L (rectified layers)", "correlation of gradients");
    chart.getStyler().setYAxisLogarithmic(true);
    int colour = 0;
    for (var experiment : result.experiments(inputs)) {
      var rows = result.of(experiment);
      double[] depths = rows.stream().mapToDouble(row -> row.measured().depth()).toArray();
      var intervals = rows.stream().map(Row::correlation).toList();
      line(chart, experiment.title(), COLOURS.get(colour), depths, intervals, FLOOR);
      predicted(chart, experiment, rows, COLOURS.get(colour));
      colour++;
    }
    write(chart, file);
  }

  private static void predicted(
      XYChart chart, Experiment experiment, List<Row> rows, Color colour) {
    var shown =
        rows.stream()
            .mapToInt(row -> row.measured().depth())
            .filter(depth -> experiment.predicted(depth).orElse(0) >= FLOOR)
            .toArray();
    if (shown.length > 0) {
      var series =
          chart.addSeries(
              experiment.title() + ", predicted",
              IntStream.of(shown).asDoubleStream().toArray(),
              IntStream.of(shown).mapToDouble(l -> experiment.predicted(l).orElse(0)).toArray());
      series.setMarker(SeriesMarkers.NONE).setShowInLegend(false);
      series.setLineStyle(DASHES).setLineColor(colour);
    }
  }

  /** Autocorrelation by lag of one experiment, a line for some depths; writes an SVG file. */
  public static void autocorrelations(StudyResult result, Experiment experiment, Path file)
      throws IOException {
    var chart = chart(experiment.title(), "lag", "autocorrelation");
    int colour = 0;
    for (var row : some(result.of(experiment), COLOURS.size())) {
      double[] lags = IntStream.range(0, row.autocorrelation().size()).asDoubleStream().toArray();
      var title = "L = " + row.measured().depth();
      line(chart, title, COLOURS.get(colour++), lags, row.autocorrelation(), -1);
    }
    write(chart, file);
  }

  /** Evenly from the first to the last. */
  private static List<Row> some(List<Row> rows, int most) {
    int count = Math.min(most, rows.size());
    return IntStream.range(0, count)
        .mapToObj(i -> rows.get(count == 1 ? 0 : i * (rows.size() - 1) / (count - 1)))
        .toList();
  }

  private static void line(
      XYChart chart, String title, Color colour, double[] x, List<Interval> y, double floor) {
    int count = x.length;
    var aroundX = new double[2 * count];
    var aroundY = new double[2 * count];
    for (int i = 0; i < count; i++) {
      aroundX[i] = x[i];
      aroundY[i] = Math.max(floor, y.get(i).high());
      aroundX[2 * count - 1 - i] = x[i];
      aroundY[2 * count - 1 - i] = Math.max(floor, y.get(i).low());
    }
    var band = chart.addSeries(title + ", 95 %", aroundX, aroundY);
    band.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
    band.setFillColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), BAND));
    band.setMarker(SeriesMarkers.NONE).setShowInLegend(false);
    band.setLineStyle(SeriesLines.NONE);
    double[] middle = y.stream().mapToDouble(each -> Math.max(floor, each.value())).toArray();
    var series = chart.addSeries(title, x, middle);
    series.setMarker(SeriesMarkers.NONE).setLineColor(colour);
    series.setLineStyle(SeriesLines.SOLID);
  }

  private static XYChart chart(String title, String x, String y) {
    var chart =
        new XYChartBuilder()
            .width(720)
            .height(480)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    // A dash is a path of its own in SVG.
    chart.getStyler().setPlotGridLinesStroke(new BasicStroke(1));
    chart.getStyler().setPlotGridLinesColor(GRID);
    return chart;
  }

  private static void write(XYChart chart, Path file) throws IOException {
    try (var stream = new BufferedOutputStream(Files.newOutputStream(file))) {
      ChartEncoder.saveChart(chart, stream, "svg");
    }
  }
}
