package dev.lanewise.engine.internal.kernel;

import static java.util.stream.Collectors.joining;

import java.util.List;

/**
 * Writes the source of a kernel, whose accumulators and loads must be local variables and lines of
 * their own, so that loops over them can only be loops that write them.
 */
interface SourceWriter {
  /** The name of the class that is written. */
  String className();

  /** The source, up to its formatting. */
  String text();

  /** The statement at a kernel's start that {@link Lanes#offHeap} is about. */
  static String offHeap(List<String> segments) {
    return segments.stream()
        .map(segment -> segment + ".isNative()")
        .collect(joining(" && ", "Lanes.offHeap(", ");\n"));
  }

  /** A vector from a segment. */
  static String load(String segment, String offset) {
    return "FloatVector.fromMemorySegment(SPECIES, " + segment + ", " + offset + ", ORDER)";
  }
}
