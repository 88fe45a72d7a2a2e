package dev.lanewise.bench.versus;

import dev.lanewise.bench.baseline.RelativeL2;
import dev.lanewise.bench.peer.Peer;
import dev.lanewise.bench.peer.PeerNetwork;
import dev.lanewise.bench.versus.PairOutcome.Timed;
import dev.lanewise.blocks.model.Networks;
import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.engine.CompileOptions;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Model;
import dev.lanewise.engine.Session;
import dev.lanewise.engine.SessionOptions;
import dev.lanewise.engine.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The process of one pair: loads both, compares their outputs, times them. */
public final class PairMain {
  /**
   * The most that outputs may differ. Peers sum in orders of their own and use Winograd, as {@code
   * FAST} does: they err by up to 1e-4 each. A wrong network is off by far more.
   */
  static final double MOST_DIFFERENCE = 1e-3;

  private PairMain() {}

  /** Takes the file that the outcome goes to, then a pair's arguments. */
  public static void main(String[] arguments) throws IOException {
    var words = List.of(arguments);
    var file = Path.of(words.getFirst());
    var pair = Pair.of(words.subList(1, words.size()));
    OutcomeFile.write(file, PairOutcome.of(() -> compare(pair)));
    // Some libraries leave threads behind that would keep the JVM alive.
    System.exit(0);
  }

  private static PairOutcome compare(Pair pair) {
    var network = Networks.named(pair.model()).orElseThrow();
    var shape = Shape.of(pair.batch(), 3, network.inputSize(), network.inputSize());
    try (var weights = new SeededWeights()) {
      var graph = network.build(weights);
      var name = graph.inputs().keySet().iterator().next();
      var picture = SeededWeights.tensor("input", shape).toArray(Layout.NCHW);
      var input = new PeerNetwork(graph, pair.onnx(), name, shape, picture);
      var options = CompileOptions.DEFAULT.withPrecision(pair.precision());
      try (var peer = pair.variant().open(input, pair.threads());
          var model = Model.compile(graph, options);
          var session =
              model.newSession(SessionOptions.of(name, shape).withThreads(pair.threads()))) {
        session.input().copyFrom(SeededWeights.tensor("input", shape));
        session.warmUp();
        return compare(pair, session, peer);
      }
    }
  }

  private static PairOutcome compare(Pair pair, Session session, Peer peer) {
    session.run();
    peer.run();
    var outputs = session.outputs().values().stream().map(each -> each.toArray(Layout.NCHW));
    double difference = RelativeL2.of(PeerNetwork.joined(outputs.toList()), peer.output());
    var failure = PairOutcome.difference(difference, MOST_DIFFERENCE);
    if (failure != null) {
      return failure;
    }
    var idleness = Idleness.ofThisProcess();
    var alternation = new Alternation(pair.block(), pair.rounds(), idleness, System::nanoTime);
    var rounds = alternation.time(session::run, peer::run);
    return new Timed(peer.description(), difference, idleness.restless(), rounds);
  }
}
