package dev.lanewise.engine;

/** Shapes that do not fit: each other, an operator, or what was declared. */
public final class ShapeException extends LanewiseException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the place and both sides. */
  public ShapeException(String message) {
    super(message);
  }
}
