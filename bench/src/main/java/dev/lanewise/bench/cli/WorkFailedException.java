package dev.lanewise.bench.cli;

import dev.lanewise.engine.LanewiseException;

/** What a command was asked for could not be done: exit code 1. */
final class WorkFailedException extends LanewiseException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the place and both sides. */
  WorkFailedException(String message) {
    super(message);
  }
}
