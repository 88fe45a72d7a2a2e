package dev.lanewise.engine;

/** A machine, or a JVM as it was started, on which the engine refuses to run. */
public final class UnsupportedMachineException extends LanewiseException {
  private static final long serialVersionUID = 1L;

  /** With one sentence that says what is missing. */
  public UnsupportedMachineException(String message) {
    super(message);
  }
}
