package dev.lanewise.bench.startup;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One start of a program that says how far it is, see {@link Said}.
 *
 * @param untilFirst nanoseconds from the start of the process to its first result, as seen from
 *     outside
 * @param said all numbers that it said, in order
 * @param last the last of its lines that is none of those; empty where there is none
 */
public record Launch(long untilFirst, Map<Said, List<Long>> said, String last) {
  /** A run counts as one at full speed up to this many times the median of the last runs. */
  private static final double FULL_SPEED = 1.15;

  /**
   * Starts a program and waits for its end.
   *
   * @param program what it writes to its outputs is not shown
   * @throws IOException if it cannot be started, fails, or never has a result; with the last line
   *     that it wrote
   */
  public static Launch of(JavaProgram program) throws IOException {
    long start = System.nanoTime();
    var process = program.process().redirectErrorStream(true).start();
    try (var lines = process.inputReader()) {
      var launch = read(lines, start);
      if (process.waitFor() != 0) {
        throw new IOException(
            "%s ended with %d: %s"
                .formatted(program.mainClass(), process.exitValue(), launch.last()));
      }
      return launch;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + program.mainClass(), e);
    } finally {
      process.destroy();
    }
  }

  static Launch read(BufferedReader lines, long start) throws IOException {
    long untilFirst = 0;
    var last = "";
    var said = new EnumMap<Said, List<Long>>(Said.class);
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      var words = line.split(" ", -1);
      if (words.length == 2 && words[1].matches("\\d{1,18}") && isSaid(words[0])) {
        var what = Said.valueOf(words[0]);
        if (what == Said.FIRST) {
          untilFirst = System.nanoTime() - start;
        }
        said.computeIfAbsent(what, absent -> new ArrayList<>()).add(Long.parseLong(words[1]));
      } else {
        last = line;
      }
    }
    if (untilFirst == 0) {
      throw new IOException("the program had no result: " + last);
    }
    return new Launch(untilFirst, said, last);
  }

  private static boolean isSaid(String word) {
    for (var each : Said.values()) {
      if (each.name().equals(word)) {
        return true;
      }
    }
    return false;
  }

  /** The numbers that it said of {@code what}; none where it said nothing. */
  public List<Long> all(Said what) {
    return said.getOrDefault(what, List.of());
  }

  /**
   * The number of the first run at full speed, the first result being run 1, or 0 where too few
   * were timed to tell.
   */
  public int fullSpeedAt() {
    var runs = new ArrayList<>(all(Said.FIRST));
    runs.addAll(all(Said.RUN));
    double least = FULL_SPEED * steadyNanos();
    for (int i = 0; i < runs.size(); i++) {
      if (runs.get(i) <= least) {
        return i + 1;
      }
    }
    return 0;
  }

  /** The median of the last third of the runs, in nanoseconds; 0 where there are none. */
  public long steadyNanos() {
    var runs = all(Said.RUN);
    var last = runs.subList(runs.size() * 2 / 3, runs.size()).stream().sorted().toList();
    return last.isEmpty() ? 0 : last.get(last.size() / 2);
  }
}
