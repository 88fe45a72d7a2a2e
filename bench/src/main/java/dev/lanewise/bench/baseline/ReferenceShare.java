package dev.lanewise.bench.baseline;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The times of a step and of as much work of the kind that bounds it, done in turn, in nanoseconds:
 * operations in chains of registers, or bytes read or copied. Their quotient is the step's share of
 * what the machine can do at that moment.
 */
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class ReferenceShare {
  /** Spent in the step so far. */
  public long stepNanos;

  /** Spent in what it is set against so far. */
  public long referenceNanos;
}
