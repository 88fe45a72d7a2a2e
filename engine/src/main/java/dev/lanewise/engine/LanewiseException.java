package dev.lanewise.engine;

/** The root of what this library throws for bad models, files and feeds. */
public abstract class LanewiseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the place and both sides. */
  protected LanewiseException(String message) {
    super(message);
  }

  /** With a message that names the place and both sides, and what lies beneath it. */
  protected LanewiseException(String message, Throwable cause) {
    super(message, cause);
  }
}
