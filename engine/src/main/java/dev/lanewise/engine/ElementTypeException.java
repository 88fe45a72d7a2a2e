package dev.lanewise.engine;

/** Elements of another type than the one that is needed; the message names both. */
public final class ElementTypeException extends LanewiseException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the place and both sides. */
  public ElementTypeException(String message) {
    super(message);
  }
}
