package dev.lanewise.engine.internal.kernel;

/**
 * Writes the source of a kernel, whose accumulators and loads must be local variables and lines of
 * their own, so that loops over them can only be loops that write them.
 */
interface SourceWriter {
  /** The name of the class that is written. */
  String className();

  /** The source, up to its formatting. */
  String text();
}
