package dev.lanewise.bench.versus;

import dev.lanewise.bench.baseline.RelativeL2;
import dev.lanewise.bench.peer.PeerException;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What became of a pair. */
public sealed interface PairOutcome {

  /** What becomes of one whose comparison may throw. */
  static PairOutcome of(Supplier<PairOutcome> comparison) {
    try {
      return comparison.get();
    } catch (PeerException peer) {
      return new Unavailable(String.valueOf(peer.getMessage()));
    } catch (RuntimeException | Error failure) {
      return new Failed(failure.toString());
    }
  }

  /** The failure of outputs that are further apart than {@code most}; null where they are not. */
  static @Nullable PairOutcome difference(double difference, double most) {
    return difference <= most
        ? null
        : new Failed(
            String.format(
                Locale.ROOT,
                "the outputs differ: relative L2 %.2e, at most %.0e allowed",
                difference,
                most));
  }

  /**
   * Both ran and gave the same.
   *
   * @param peer the peer's description of itself
   * @param difference of the outputs, as {@link RelativeL2} defines it
   * @param restless how many pauses ended before the process was idle
   */
  record Timed(String peer, double difference, int restless, List<Round> rounds)
      implements PairOutcome {
    public Timed {
      rounds = List.copyOf(rounds);
    }

    /** How many times as fast as the peer the engine is. */
    public Spread ratio() {
      return Spread.of(rounds.stream().map(Round::ratio).toList());
    }

    /** The engine's time for one run. */
    public Spread oursMillis() {
      return Spread.of(rounds.stream().map(Round::oursMillis).toList());
    }

    /** The peer's time for one run. */
    public Spread peerMillis() {
      return Spread.of(rounds.stream().map(Round::peerMillis).toList());
    }
  }

  /** The peer does not run here, or not this network. */
  record Unavailable(String why) implements PairOutcome {}

  /** The engine failed, the outputs differ, or the process died. */
  record Failed(String why) implements PairOutcome {}
}
