package dev.lanewise.bench.cli;

import java.io.PrintWriter;

/** Where a command writes: results to one side, errors and progress to the other. */
final class Console {
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;
  private boolean traces;

  /**
   * A console that writes to these.
   *
   * @param terminal whether a person watches both, so that progress may be drawn
   */
  Console(PrintWriter out, PrintWriter err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  /** For results. */
  PrintWriter out() {
    return out;
  }

  /** For errors, notes and progress. */
  PrintWriter err() {
    return err;
  }

  boolean terminal() {
    return terminal;
  }

  /** Whether to show the stack traces of failures. */
  void traceFailures(boolean traces) {
    this.traces = traces;
  }

  /** Reports in one line what went wrong. */
  void report(String problem) {
    err.println("lanewise: " + problem);
  }

  /** Reports in one line what went wrong, with the stack trace where it was asked for. */
  void report(String problem, Throwable failure) {
    report(problem);
    trace(failure);
  }

  /** Prints the stack trace of {@code failure}, where it was asked for. */
  void trace(Throwable failure) {
    if (traces) {
      failure.printStackTrace(err);
    }
  }
}
