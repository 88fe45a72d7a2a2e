package dev.lanewise.bench.report;

import dev.lanewise.bench.baseline.ByteCounter;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import org.openjdk.jmh.results.RunResult;

/**
 * One benchmark that moves bytes, with one set of parameters.
 *
 * @param name its class and parameters
 * @param rates GB/s of each iteration of each fork; of the layer alone, where its time was taken
 * @param shares of the memory's rate, of each iteration that measured its own; or none
 * @param bytes heap that a run allocated, where there was {@code -prof gc}
 */
record Moved(String name, List<Double> rates, List<Double> shares, OptionalDouble bytes) {
  /** The field of {@link ByteCounter}. */
  private static final String COUNTER = "gigabytes";

  /** Those that JMH measured and that count bytes. */
  static List<Moved> all(Collection<RunResult> results) {
    return results.stream()
        .filter(result -> !Measured.rates(result, COUNTER).isEmpty())
        .map(Moved::of)
        .toList();
  }

  private static Moved of(RunResult result) {
    var given = result.getParams();
    String[] path = given.getBenchmark().split("\\.", -1);
    var name = new StringBuilder(path[path.length - 2]);
    for (var param : given.getParamsKeys()) {
      name.append(' ').append(given.getParam(param));
    }
    var rates = Measured.rates(result, COUNTER);
    var steps = Measured.steps(result);
    return new Moved(
        name.toString(),
        steps.isEmpty() ? rates : Measured.quotients(rates, steps),
        Measured.shares(result),
        Measured.allocated(result));
  }

  /** The best iteration. */
  double best() {
    return rates.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  double mean() {
    return rates.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /** The median of the shares. */
  OptionalDouble share() {
    return Measured.median(shares);
  }
}
