package dev.lanewise.engine;

/**
 * A session or model used against its contract: after closing, by two callers at once, or closed
 * while in use.
 */
public final class SessionStateException extends LanewiseException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the place and both sides. */
  public SessionStateException(String message) {
    super(message);
  }
}
