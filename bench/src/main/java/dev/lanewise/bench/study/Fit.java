package dev.lanewise.bench.study;

import java.util.List;

/**
 * A law that was fitted to the logarithms of the correlations by least squares.
 *
 * @param rate the base or the exponent
 * @param scatter root mean square of what log R is off the line
 * @param first the least depth that was fitted
 * @param last the largest
 */
public record Fit(
    Experiment experiment, Law law, Interval rate, double scatter, int first, int last) {
  /** The depths that a line needs at least. */
  static final int FEWEST = 3;

  /**
   * Fits a law.
   *
   * @param measured of one experiment, at least {@link #FEWEST} depths
   */
  static Fit of(List<Measured> measured, Law law, Bootstrap bootstrap) {
    var rate = bootstrap.of(seeds -> law.rate(line(measured, law, seeds).slope));
    double scatter = bootstrap.all(seeds -> line(measured, law, seeds).scatter);
    var first = measured.getFirst();
    return new Fit(
        first.experiment(), law, rate, scatter, first.depth(), measured.getLast().depth());
  }

  private record Line(double slope, double scatter) {}

  /** Through the depths whose correlation is above zero with these seeds. */
  private static Line line(List<Measured> measured, Law law, int[] seeds) {
    var positive = measured.stream().filter(each -> each.correlation(seeds) > 0).toList();
    double[] x = positive.stream().mapToDouble(each -> law.abscissa(each.depth())).toArray();
    double[] y = positive.stream().mapToDouble(each -> Math.log(each.correlation(seeds))).toArray();
    double meanX = mean(x);
    double meanY = mean(y);
    double xx = 0;
    double xy = 0;
    for (int i = 0; i < x.length; i++) {
      xx += (x[i] - meanX) * (x[i] - meanX);
      xy += (x[i] - meanX) * (y[i] - meanY);
    }
    double slope = xy / xx;
    double squares = 0;
    for (int i = 0; i < x.length; i++) {
      double off = y[i] - meanY - slope * (x[i] - meanX);
      squares += off * off;
    }
    return new Line(slope, Math.sqrt(squares / x.length));
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
