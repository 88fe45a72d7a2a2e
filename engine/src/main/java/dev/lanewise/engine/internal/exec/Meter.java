package dev.lanewise.engine.internal.exec;

/** The time, and what the threads of a session have allocated: what a warm-up goes by. */
interface Meter {
  /** Nanoseconds since some time. */
  long nanos();

  /**
   * The bytes that the caller and its workers have taken on the heap since they started; takes none
   * itself. Always 0 of threads that are not counted here, such as a virtual one.
   */
  long allocated();
}
