package dev.lanewise.bench.report;

import dev.lanewise.bench.baseline.Contender;
import dev.lanewise.bench.baseline.FlopCounter;
import dev.lanewise.bench.baseline.ReferenceShare;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.RunResult;

/**
 * One benchmark with one set of parameters and one contender.
 *
 * @param suite the benchmark's class, for example {@code LayerBenchmark}
 * @param params its parameters, without the contender
 * @param threads that computed: the parameter of this name, or else JMH's
 * @param gflops GFLOP/s of each iteration of each fork; at least one
 * @param shares of the FMA peak, of each iteration that measured its own; or none
 * @param bytes heap that a run allocated, where there was {@code -prof gc}
 */
record Measured(
    String suite,
    Contender contender,
    Map<String, String> params,
    int threads,
    List<Double> gflops,
    List<Double> shares,
    OptionalDouble bytes) {
  /** The field of {@link FlopCounter}. */
  private static final String COUNTER = "gflops";

  /** Those of {@link ReferenceShare}. */
  private static final String STEP = "stepNanos";

  private static final String REFERENCE = "referenceNanos";

  private static final String CONTENDER = "contender";
  private static final String THREADS = "threads";
  private static final String BYTES = "gc.alloc.rate.norm";

  /** What JMH measured; empty for a benchmark without a {@link FlopCounter}. */
  static Optional<Measured> of(RunResult result) {
    var rates = rates(result, COUNTER);
    if (rates.isEmpty()) {
      return Optional.empty();
    }
    var given = result.getParams();
    String[] path = given.getBenchmark().split("\\.", -1);
    var params = new LinkedHashMap<String, String>();
    for (var name : given.getParamsKeys()) {
      params.put(name, given.getParam(name));
    }
    var contender = contender(path[path.length - 1], params.remove(CONTENDER));
    int threads =
        Integer.parseInt(params.getOrDefault(THREADS, Integer.toString(given.getThreads())));
    return Optional.of(
        new Measured(
            path[path.length - 2],
            contender,
            params,
            threads,
            rates,
            shares(result),
            allocated(result)));
  }

  /** The heap that a run allocated, where JMH's profiler was there. */
  static OptionalDouble allocated(RunResult result) {
    var bytes = result.getSecondaryResults().get(BYTES);
    return bytes == null ? OptionalDouble.empty() : OptionalDouble.of(bytes.getScore());
  }

  /** A counter's rate in each iteration of each fork. */
  static List<Double> rates(RunResult result, String counter) {
    return result.getBenchmarkResults().stream()
        .flatMap(fork -> fork.getIterationResults().stream())
        .map(iteration -> iteration.getSecondaryResults().get(counter))
        .filter(Objects::nonNull)
        .map(rate -> rate.getScore())
        .toList();
  }

  /** The share of what bounds a step, of each iteration that measured it; or none. */
  static List<Double> shares(RunResult result) {
    return quotients(rates(result, REFERENCE), steps(result));
  }

  /** The time that the step took of each second; none where it was not taken apart. */
  static List<Double> steps(RunResult result) {
    return rates(result, STEP);
  }

  /** The rates are all of one second, so that times cancel. */
  static List<Double> quotients(List<Double> a, List<Double> b) {
    return IntStream.range(0, b.size()).mapToObj(i -> a.get(i) / b.get(i)).toList();
  }

  /** Those that JMH measured and that count. */
  static List<Measured> all(Collection<RunResult> results) {
    return results.stream().flatMap(result -> of(result).stream()).toList();
  }

  /** The parameter of this name, or else the method's name where that is a contender's. */
  private static Contender contender(String method, @Nullable String param) {
    if (param != null) {
      return Contender.valueOf(param);
    }
    return switch (method) {
      case "naive" -> Contender.NAIVE;
      case "autoVectorised" -> Contender.AUTO_VECTORISED;
      default -> Contender.ENGINE;
    };
  }

  /** The best iteration: what disturbs a measurement only ever makes it slower. */
  double best() {
    return gflops.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  double mean() {
    return gflops.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /** The median of the shares that were measured beside the peak. */
  OptionalDouble share() {
    return median(shares);
  }

  /** The median, where there is one. */
  static OptionalDouble median(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    return sorted.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2);
  }

  /** Whether {@code other} computed the same; loops know of fewer parameters, such as threads. */
  boolean isComparedWith(Measured other) {
    return suite.equals(other.suite) && params.entrySet().containsAll(other.params.entrySet());
  }
}
