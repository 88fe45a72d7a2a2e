package dev.lanewise.bench.nets;

import dev.lanewise.bench.versus.Spread;
import dev.lanewise.engine.CompileOptions;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Model;
import dev.lanewise.engine.Precision;
import dev.lanewise.engine.Session;
import dev.lanewise.engine.SessionOptions;
import dev.lanewise.engine.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long a network takes, and what of that its sums ⊕ are.
 *
 * @param slabBytes of a session
 * @param millis of a run
 * @param fused the part of the time that is gone where the sums are left out; null without any
 * @param apart the same where nothing is fused with the sums, nor across them
 * @param apartMillis of a run where nothing is; null without any sums
 */
public record NetTimes(
    long slabBytes,
    Spread millis,
    @Nullable Spread fused,
    @Nullable Spread apart,
    @Nullable Spread apartMillis) {

  /**
   * Compiles the network with its sums, without, and both with the sums apart, and times them in
   * turn: the machine's speed changes from second to second, so that a part is taken of times that
   * lie side by side.
   *
   * @param inputs a shape for each input
   * @param rounds how often each takes its turn; at least 1
   * @param blockNanos the least length of a turn
   */
  public static NetTimes of(
      Graph graph,
      Map<String, Shape> inputs,
      Precision precision,
      int threads,
      int rounds,
      long blockNanos) {
    var options = new SessionOptions(inputs, threads, List.of());
    var compile = CompileOptions.DEFAULT.withPrecision(precision);
    if (!SumGraphs.has(graph)) {
      try (var net = Running.of(graph, compile, options)) {
        return new NetTimes(
            net.session.plan().slabBytes(),
            Spread.of(net.times(rounds, blockNanos)),
            null,
            null,
            null);
      }
    }
    try (var net = Running.of(graph, compile, options);
        var bare = Running.of(SumGraphs.without(graph, inputs, false), compile, options);
        var apart = Running.of(SumGraphs.apart(graph, inputs), compile, options);
        var bareApart = Running.of(SumGraphs.without(graph, inputs, true), compile, options)) {
      List<Double> millis = new ArrayList<>();
      List<Double> apartMillis = new ArrayList<>();
      List<Double> fusedParts = new ArrayList<>();
      List<Double> apartParts = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        double whole = net.millis(blockNanos);
        fusedParts.add(1 - bare.millis(blockNanos) / whole);
        double wholeApart = apart.millis(blockNanos);
        apartParts.add(1 - bareApart.millis(blockNanos) / wholeApart);
        millis.add(whole);
        apartMillis.add(wholeApart);
      }
      return new NetTimes(
          net.session.plan().slabBytes(),
          Spread.of(millis),
          Spread.of(fusedParts),
          Spread.of(apartParts),
          Spread.of(apartMillis));
    }
  }

  /** A warm session and its model. */
  private record Running(Model model, Session session) implements AutoCloseable {
    static Running of(Graph graph, CompileOptions compile, SessionOptions options) {
      var model = Model.compile(graph, compile);
      try {
        var session = model.newSession(options);
        for (var name : graph.inputs().keySet()) {
          session.input(name).segment().fill((byte) 0);
        }
        session.warmUp();
        return new Running(model, session);
      } catch (Throwable failure) {
        model.close();
        throw failure;
      }
    }

    List<Double> times(int rounds, long blockNanos) {
      List<Double> times = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        times.add(millis(blockNanos));
      }
      return times;
    }

    /** The fastest run of a turn: what else the machine does only ever adds to a time. */
    double millis(long blockNanos) {
      long start = System.nanoTime();
      long least = Long.MAX_VALUE;
      long now = start;
      do {
        session.run();
        long end = System.nanoTime();
        least = Math.min(least, end - now);
        now = end;
      } while (now - start < blockNanos);
      return least / 1e6;
    }

    @Override
    public void close() {
      session.close();
      model.close();
    }
  }
}
