package dev.lanewise.blocks.weights;

import dev.lanewise.engine.LanewiseException;

/** A file that breaks a rule of its format, or was cut short. */
public final class MalformedFileException extends LanewiseException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the file, the place in it and both sides. */
  public MalformedFileException(String message) {
    super(message);
  }

  /** With a message that names the file, the place in it and both sides, and what lies beneath. */
  public MalformedFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
