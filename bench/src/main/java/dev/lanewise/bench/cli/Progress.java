package dev.lanewise.bench.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A bar on a terminal that results scroll past: it is always the last line. Off a terminal there is
 * no bar, only the lines.
 */
final class Progress implements AutoCloseable {
  private static final String CLEAR_LINE = "\r\u001b[K";
  private static final int COLUMNS = 79;

  private final Console console;
  private final @Nullable ProgressBar bar;

  /** Guards the terminal's last line: the bar is drawn by a thread of its own. */
  private final Object line = new Object();

  /**
   * Starts the bar.
   *
   * @param what is counted
   * @param shown whether to draw it, if the console is a terminal
   */
  Progress(Console console, String what, boolean shown, long steps) {
    this.console = console;
    bar =
        shown && console.terminal()
            ? new ProgressBarBuilder()
                .setTaskName(what)
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .setConsumer(new Drawing())
                .build()
            : null;
  }

  /** Prints a line of results. */
  void print(String text) {
    synchronized (line) {
      clear();
      console.out().println(text);
      console.out().flush();
    }
  }

  /** Reports a failure that does not end the command. */
  void report(String problem, Throwable failure) {
    synchronized (line) {
      clear();
      console.report(problem, failure);
    }
  }

  /** One more is done. */
  void step() {
    if (bar != null) {
      bar.step();
    }
  }

  /** Takes the bar away. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }

  private void clear() {
    if (bar != null) {
      console.err().print(CLEAR_LINE);
      console.err().flush();
    }
  }

  private final class Drawing implements ProgressBarConsumer {
    @Override
    public int getMaxRenderedLength() {
      return COLUMNS;
    }

    @Override
    public void accept(String rendered) {
      synchronized (line) {
        console.err().print(CLEAR_LINE + rendered);
        console.err().flush();
      }
    }

    @Override
    public void close() {
      synchronized (line) {
        console.err().print(CLEAR_LINE);
        console.err().flush();
      }
    }
  }
}
