package dev.lanewise.bench.baseline;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The times of a layer and of as many operations in chains of registers, in nanoseconds: their
 * quotient is the share of the FMA peak.
 */
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class PeakShare {
  /** Spent in the layer so far. */
  public long layerNanos;

  /** Spent in the chains so far. */
  public long chainNanos;
}
