package dev.lanewise.bench.cli;

import dev.lanewise.engine.LanewiseException;

/** Arguments that make no sense, whatever the files hold: exit code 2. */
final class WrongUsageException extends LanewiseException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the argument and what it could be. */
  WrongUsageException(String message) {
    super(message);
  }
}
