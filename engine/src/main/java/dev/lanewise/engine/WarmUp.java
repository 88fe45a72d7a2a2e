package dev.lanewise.engine;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What {@link Session#warmUp()} did, and how well the JIT compiled what a run does.
 *
 * @param passes how often all steps were run one after the other; those that were not compiled yet
 *     ran more often in between
 * @param time how long it took
 * @param steady whether at the end no step allocated and none became faster any more; false where
 *     the time was up before
 * @param slow the steps that went badly, in the order of a run; empty where all is well
 */
public record WarmUp(int passes, Duration time, boolean steady, List<Slow> slow) {
  public WarmUp {
    slow = List.copyOf(slow);
  }

  /** Whether nothing is wrong with any step. */
  public boolean isHealthy() {
    return slow.isEmpty();
  }

  /**
   * A step that still allocated in its last repetition, so that its vectors were objects, or took
   * more than twice the time that is expected of it.
   *
   * @param name the value that the step computes
   * @param algorithm how, as {@link Plan.Step} has it
   * @param allocated bytes on the heap in its last repetition, by all threads
   * @param time of its fastest repetition
   * @param expected what it should take about; zero where nothing is expected of it but to allocate
   *     nothing
   */
  public record Slow(
      String name, String algorithm, long allocated, Duration time, Duration expected) {

    /** For example {@code layer1.0.relu2 (im2col): 3.1 ms where 0.9 ms are expected}. */
    @Override
    public String toString() {
      var text = new StringBuilder("%s (%s): %s ms".formatted(name, algorithm, millis(time)));
      if (!expected.isZero()) {
        text.append(" where %s ms are expected".formatted(millis(expected)));
      }
      if (allocated > 0) {
        text.append(", allocates %d bytes a run".formatted(allocated));
      }
      return text.toString();
    }

    private static String millis(Duration time) {
      long micros = time.toNanos() / 1_000;
      return "%d.%03d".formatted(micros / 1_000, micros % 1_000);
    }
  }

  /** For example {@code steady after 9 passes, 812 ms}, and what is slow. */
  @Override
  public String toString() {
    var text =
        "%s after %d passes, %d ms"
            .formatted(steady ? "steady" : "not steady", passes, time.toMillis());
    return slow.isEmpty()
        ? text
        : text
            + slow.stream().map(Slow::toString).collect(Collectors.joining("; ", "; slow: ", ""));
  }
}
