package dev.lanewise.bench.baseline;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The times of a layer and of plain reading or copying of as many bytes, in nanoseconds: their
 * quotient is the share of the memory's rate.
 */
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class MemoryShare {
  /** Spent in the layer so far. */
  public long stepNanos;

  /** Spent in reading or copying so far. */
  public long memoryNanos;
}
