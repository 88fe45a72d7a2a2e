package dev.lanewise.engine.internal.exec;

/** A clock and a heap that are moved by the works themselves. */
final class FakeMeter implements Meter {
  long nanos;
  long allocated;

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public long allocated() {
    return allocated;
  }
}
