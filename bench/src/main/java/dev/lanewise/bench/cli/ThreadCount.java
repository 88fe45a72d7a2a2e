package dev.lanewise.bench.cli;

import dev.lanewise.engine.SessionOptions;
import picocli.CommandLine.ITypeConverter;

/** How many threads a run uses, the caller's included. */
record ThreadCount(int count) {
  /** All processors that the JVM may use. */
  static final ThreadCount DEFAULT = new ThreadCount(SessionOptions.DEFAULT.threads());

  /** More than machines have: beyond it is a slip of the finger, and each thread takes memory. */
  private static final int MOST = 1024;

  @Override
  public String toString() {
    return count == 1 ? "1 thread" : count + " threads";
  }

  /** How picocli reads one. */
  static final class Converter implements ITypeConverter<ThreadCount> {
    @Override
    public ThreadCount convert(String text) {
      return new ThreadCount(WholeNumber.parse(text, 1, MOST));
    }
  }
}
