package dev.lanewise.bench.startup;

/** The lines of {@link FirstRuns}: a name and a number, nanoseconds or bytes. */
final class Report {
  static final String READY = "ready";
  static final String FIRST = "first";
  static final String WARM_UP = "warm-up";
  static final String RUN = "run";
  static final String WEIGHTS = "weights";
  static final String SLAB = "slab";
  static final String PEAK = "peak";
  static final String REOPENED = "reopened";

  private Report() {}
}
