package dev.lanewise.bench.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a study found.
 *
 * @param rows a line for each experiment and depth, in that order
 * @param fits both laws for each experiment of enough depths
 */
public record StudyResult(List<Row> rows, List<Fit> fits) {
  /** An experiment at one depth, with intervals over its seeds. */
  public record Row(
      Measured measured,
      Interval variance,
      Interval covariance,
      Interval correlation,
      List<Interval> autocorrelation) {
    public Row {
      autocorrelation = List.copyOf(autocorrelation);
    }
  }

  public StudyResult {
    rows = List.copyOf(rows);
    fits = List.copyOf(fits);
  }

  /**
   * Summed up.
   *
   * @param measured at least one line
   */
  public static StudyResult of(List<Measured> measured) {
    var bootstrap = new Bootstrap(measured.getFirst().samples().size());
    var rows = measured.stream().map(each -> row(each, bootstrap)).toList();
    var fits = new ArrayList<Fit>();
    for (var experiment : measured.stream().map(Measured::experiment).distinct().toList()) {
      var above = aboveNoise(rows, experiment);
      if (above.size() >= Fit.FEWEST) {
        Arrays.stream(Law.values()).forEach(law -> fits.add(Fit.of(above, law, bootstrap)));
      }
    }
    return new StudyResult(rows, fits);
  }

  private static Row row(Measured measured, Bootstrap bootstrap) {
    var autocorrelation = new ArrayList<Interval>();
    for (int lag = 0; lag <= measured.lags(); lag++) {
      int each = lag;
      autocorrelation.add(bootstrap.of(seeds -> measured.autocorrelation(seeds, each)));
    }
    return new Row(
        measured,
        bootstrap.of(measured::variance),
        bootstrap.of(measured::covariance),
        bootstrap.of(measured::correlation),
        autocorrelation);
  }

  /** The depths before the first whose correlation cannot be told from zero. */
  private static List<Measured> aboveNoise(List<Row> rows, Experiment experiment) {
    return rows.stream()
        .filter(row -> row.measured.experiment().equals(experiment))
        .takeWhile(row -> row.correlation.low() > 0)
        .map(Row::measured)
        .toList();
  }

  /** The lines of an experiment. */
  List<Row> of(Experiment experiment) {
    return rows.stream().filter(row -> row.measured.experiment().equals(experiment)).toList();
  }

  /** Those at these inputs. */
  List<Experiment> experiments(Experiment.Inputs inputs) {
    return experiments().stream().filter(each -> each.inputs() == inputs).toList();
  }

  /** In the order of the lines. */
  public List<Experiment> experiments() {
    return rows.stream().map(row -> row.measured.experiment()).distinct().toList();
  }
}
