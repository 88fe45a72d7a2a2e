package dev.lanewise.bench.study;

import dev.lanewise.bench.study.StudyResult.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** A study's results as lines of CSV; numbers have all their digits. */
public final class StudyTables {
  private StudyTables() {}

  /** Variance, covariance and correlation by depth. */
  public static List<String> correlations(StudyResult result) {
    var lines = new ArrayList<String>();
    lines.add(
        "network,depth,networks,variance,variance_low,variance_high,covariance,covariance_low,"
            + "covariance_high,correlation,correlation_low,correlation_high,predicted,wide_limit");
    for (var row : result.rows()) {
      var measured = row.measured();
      lines.add(
          "%s,%d,%s,%s,%s,%s,%s"
              .formatted(
                  start(row),
                  measured.samples().size(),
                  text(row.variance()),
                  text(row.covariance()),
                  text(row.correlation()),
                  text(measured.experiment().predicted(measured.depth())),
                  text(measured.experiment().inTheLimit(measured.depth()))));
    }
    return lines;
  }

  /** Autocorrelation by depth and lag. */
  public static List<String> autocorrelations(StudyResult result) {
    var lines = new ArrayList<String>();
    lines.add("network,depth,lag,autocorrelation,low,high");
    for (var row : result.rows()) {
      for (int lag = 0; lag < row.autocorrelation().size(); lag++) {
        lines.add("%s,%d,%s".formatted(start(row), lag, text(row.autocorrelation().get(lag))));
      }
    }
    return lines;
  }

  /** The fitted laws. */
  public static List<String> fits(StudyResult result) {
    var lines = new ArrayList<String>();
    lines.add("network,law,rate,low,high,scatter,first_depth,last_depth");
    for (var fit : result.fits()) {
      lines.add(
          "%s,%s,%s,%s,%d,%d"
              .formatted(
                  fit.experiment().name(),
                  fit.law().name().toLowerCase(Locale.ROOT),
                  text(fit.rate()),
                  fit.scatter(),
                  fit.first(),
                  fit.last()));
    }
    return lines;
  }

  private static String start(Row row) {
    return row.measured().experiment().name() + "," + row.measured().depth();
  }

  private static String text(Interval interval) {
    return interval.value() + "," + interval.low() + "," + interval.high();
  }

  private static String text(OptionalDouble value) {
    return value.isPresent() ? Double.toString(value.getAsDouble()) : "";
  }
}
