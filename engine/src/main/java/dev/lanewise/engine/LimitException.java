package dev.lanewise.engine;

/**
 * Something that would take more than the caller's limits allow, refused before it is allocated.
 */
public final class LimitException extends LanewiseException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the place and both sides. */
  public LimitException(String message) {
    super(message);
  }
}
