package dev.lanewise.bench.versus;

import static dev.lanewise.engine.Shape.UNKNOWN;

import dev.lanewise.bench.baseline.RelativeL2;
import dev.lanewise.bench.conform.FedModel;
import dev.lanewise.bench.peer.Peer;
import dev.lanewise.bench.peer.PeerException;
import dev.lanewise.bench.peer.PeerNetwork;
import dev.lanewise.bench.versus.PairOutcome.Timed;
import dev.lanewise.blocks.model.Networks;
import dev.lanewise.blocks.onnx.OnnxReader;
import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.engine.CompileOptions;
import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Model;
import dev.lanewise.engine.Session;
import dev.lanewise.engine.SessionOptions;
import dev.lanewise.engine.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** The process of one pair: loads both, compares their outputs, times them. */
public final class PairMain {
  /**
   * The most that outputs may differ. Peers sum in orders of their own and use Winograd, as {@code
   * FAST} does: they err by up to 1e-4 each. A wrong network is off by far more.
   */
  static final double MOST_DIFFERENCE = 1e-3;

  private static final int USUAL_SIZE = 224;

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
    var network = Networks.named(pair.model());
    if (network.isEmpty()) {
      try {
        return compareFile(pair);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    int size = network.get().inputSize();
    try (var weights = new SeededWeights()) {
      return compare(pair, network.get().build(weights), Shape.of(pair.batch(), 3, size, size));
    }
  }

  /** Of a model that has no builder, at the size that it declares, or 224×224. */
  private static PairOutcome compareFile(Pair pair) throws IOException {
    var input = OnnxReader.inputs(pair.onnx()).getFirst();
    int[] extents = input.shape().orElse(Shape.of(UNKNOWN, 3, UNKNOWN, UNKNOWN)).toArray();
    for (int axis = 0; axis < extents.length; axis++) {
      if (extents[axis] == UNKNOWN) {
        extents[axis] = axis == 0 ? pair.batch() : USUAL_SIZE;
      }
    }
    var shape = Shape.of(extents);
    var options = FedModel.OPTIONS.withInput(input.name(), shape);
    try (var onnx = OnnxReader.read(pair.onnx(), options)) {
      return compare(pair, realOutputs(onnx.graph()), shape);
    }
  }

  /** The graph with those outputs that can be compared by distance. */
  private static Graph realOutputs(Graph graph) {
    var real =
        graph.outputs().stream().filter(name -> graph.type(name) == ElementType.F32).toList();
    if (real.isEmpty()) {
      throw new PeerException(graph.name() + " has no output of float32");
    }
    return graph.withOutputs(real);
  }

  private static PairOutcome compare(Pair pair, Graph graph, Shape shape) {
    var name = graph.inputs().keySet().iterator().next();
    var picture = SeededWeights.tensor("input", shape).toArray(Layout.NCHW);
    var input = new PeerNetwork(graph, pair.onnx(), name, shape, picture);
    var options = CompileOptions.DEFAULT.withPrecision(pair.precision());
    var session = SessionOptions.of(name, shape).withThreads(pair.threads());
    try (var peer = pair.variant().open(input, pair.threads());
        var model = Model.compile(graph, options);
        var ours = model.newSession(session)) {
      ours.input().copyFrom(SeededWeights.tensor("input", shape));
      ours.warmUp();
      return compare(pair, ours, peer);
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
