package dev.lanewise.bench.startup;

import java.io.IOException;

/**
 * What a watched program says on its output: lines of a word and a number, nanoseconds or bytes. A
 * peer that says the same lines can be watched beside ours.
 */
public enum Said {
  /** Weights are read and a session is there; nanoseconds since {@code main}. */
  READY,
  /** The first run is over; nanoseconds that it took. */
  FIRST,
  /** Nanoseconds that {@code warmUp} took. */
  WARM_UP,
  /** Nanoseconds of one more run. */
  RUN,
  /** Bytes of the packed weights. */
  WEIGHTS,
  /** Bytes of the session's slab. */
  SLAB,
  /** The most memory that was resident until then, in bytes. */
  PEAK,
  /** Nanoseconds from opening the file to a session, once more in the same process. */
  REOPENED;

  /** Says it at once. */
  void say(long value) {
    System.out.println(this + " " + value);
    System.out.flush();
  }

  /** Says the peak of this process. */
  static void sayPeak() throws IOException {
    PEAK.say(PeakMemory.bytes());
  }
}
