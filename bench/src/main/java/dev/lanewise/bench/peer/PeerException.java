package dev.lanewise.bench.peer;

import dev.lanewise.engine.LanewiseException;

/** A peer that cannot run here, or not this network. */
public final class PeerException extends LanewiseException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the peer and what it lacks. */
  public PeerException(String message) {
    super(message);
  }

  /** With a message that names the peer, and what its library said. */
  public PeerException(String message, Throwable cause) {
    super(message + ": " + cause, cause);
  }
}
