package dev.lanewise.bench.conform;

import java.util.Locale;

/**
 * What came of a case.
 *
 * @param detail the largest difference, or what is wrong
 */
public record Verdict(Status status, String detail) {
  /** The three ways to end. */
  public enum Status {
    /** All outputs are as stored, within the tolerance. */
    PASSED,
    /** An output differs, or the run ended in an error. */
    FAILED,
    /** The reader refused the model. */
    UNSUPPORTED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Verdict passed(double difference) {
    return new Verdict(Status.PASSED, "largest difference " + difference);
  }

  static Verdict failed(String detail) {
    return new Verdict(Status.FAILED, detail);
  }

  static Verdict unsupported(String detail) {
    return new Verdict(Status.UNSUPPORTED, detail);
  }
}
