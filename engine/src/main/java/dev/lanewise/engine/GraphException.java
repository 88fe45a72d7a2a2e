package dev.lanewise.engine;

/**
 * A graph that is not well formed: a name used twice, an input that does not exist, a wrong
 * operand.
 */
public final class GraphException extends LanewiseException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the place and both sides. */
  public GraphException(String message) {
    super(message);
  }
}
