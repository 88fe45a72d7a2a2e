package dev.lanewise.bench.versus;

import java.util.List;

/** What became of a pair. */
public sealed interface PairOutcome {

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
