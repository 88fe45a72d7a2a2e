package dev.lanewise.bench.versus;

import dev.lanewise.bench.baseline.RelativeL2;
import dev.lanewise.bench.kernel.GemmRivals;
import dev.lanewise.bench.peer.PeerException;
import dev.lanewise.bench.versus.PairOutcome.Timed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The process of one product: computes it both ways, compares, times. */
public final class GemmMain {
  /**
   * The most that products may differ. Sums of at most some thousand terms of both signs in two
   * orders are apart by some 1e-6; an operand the wrong way round is off by 1.
   */
  private static final double MOST_DIFFERENCE = 1e-5;

  private GemmMain() {}

  /** Takes the file that the outcome goes to, then a product's arguments. */
  public static void main(String[] arguments) throws IOException {
    var words = List.of(arguments);
    var file = Path.of(words.getFirst());
    var pair = GemmPair.of(words.subList(1, words.size()));
    OutcomeFile.write(file, PairOutcome.of(() -> compare(pair)));
  }

  private static PairOutcome compare(GemmPair pair) {
    try (var rivals = new GemmRivals(pair.rows(), pair.depth(), pair.columns())) {
      rivals.runOurs();
      rivals.runOpenBlas();
      double difference = RelativeL2.of(rivals.ourValues(), rivals.openBlasValues());
      var failure = PairOutcome.difference(difference, MOST_DIFFERENCE);
      if (failure != null) {
        return failure;
      }
      var idleness = Idleness.ofThisProcess();
      var alternation = new Alternation(pair.block(), pair.rounds(), idleness, System::nanoTime);
      var rounds = alternation.time(rivals::runOurs, rivals::runOpenBlas);
      return new Timed(GemmRivals.openBlas(), difference, idleness.restless(), rounds);
    } catch (LinkageError missing) {
      throw new PeerException("OpenBLAS", missing);
    }
  }
}
