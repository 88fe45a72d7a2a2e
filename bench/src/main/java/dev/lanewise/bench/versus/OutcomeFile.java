package dev.lanewise.bench.versus;

import dev.lanewise.bench.versus.PairOutcome.Failed;
import dev.lanewise.bench.versus.PairOutcome.Timed;
import dev.lanewise.bench.versus.PairOutcome.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a pair's process tells its outcome: not on its output, which native libraries write to as
 * well, but in a file, a word and its value a line.
 */
final class OutcomeFile {
  private static final String PEER = "peer ";
  private static final String DIFFERENCE = "difference ";
  private static final String RESTLESS = "restless ";
  private static final String ROUND = "round ";
  private static final String UNAVAILABLE = "unavailable ";
  private static final String FAILED = "failed ";

  private OutcomeFile() {}

  static void write(Path file, PairOutcome outcome) throws IOException {
    List<String> lines = new ArrayList<>();
    switch (outcome) {
      case Timed timed -> {
        lines.add(PEER + oneLine(timed.peer()));
        lines.add(DIFFERENCE + timed.difference());
        lines.add(RESTLESS + timed.restless());
        timed
            .rounds()
            .forEach(round -> lines.add(ROUND + round.oursMillis() + " " + round.peerMillis()));
      }
      case Unavailable(String why) -> lines.add(UNAVAILABLE + oneLine(why));
      case Failed(String why) -> lines.add(FAILED + oneLine(why));
    }
    Files.write(file, lines);
  }

  /**
   * What was written.
   *
   * @param otherwise the outcome where nothing was, as by a process that died
   */
  static PairOutcome read(Path file, PairOutcome otherwise) throws IOException {
    var peer = "";
    double difference = 0;
    int restless = 0;
    List<Round> rounds = new ArrayList<>();
    for (var line : Files.readAllLines(file)) {
      if (line.startsWith(UNAVAILABLE)) {
        return new Unavailable(line.substring(UNAVAILABLE.length()));
      } else if (line.startsWith(FAILED)) {
        return new Failed(line.substring(FAILED.length()));
      } else if (line.startsWith(PEER)) {
        peer = line.substring(PEER.length());
      } else if (line.startsWith(DIFFERENCE)) {
        difference = Double.parseDouble(line.substring(DIFFERENCE.length()));
      } else if (line.startsWith(RESTLESS)) {
        restless = Integer.parseInt(line.substring(RESTLESS.length()));
      } else if (line.startsWith(ROUND)) {
        int space = line.indexOf(' ', ROUND.length());
        rounds.add(
            new Round(
                Double.parseDouble(line.substring(ROUND.length(), space)),
                Double.parseDouble(line.substring(space + 1))));
      }
    }
    return rounds.isEmpty() ? otherwise : new Timed(peer, difference, restless, rounds);
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
