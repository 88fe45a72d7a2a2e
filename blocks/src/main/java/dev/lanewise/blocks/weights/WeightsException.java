package dev.lanewise.blocks.weights;

import dev.lanewise.engine.LanewiseException;

/**
 * Weights that are not those of the network: a tensor is missing, left over, of another shape or of
 * a type that holds no real numbers.
 */
public final class WeightsException extends LanewiseException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the tensor and both sides. */
  public WeightsException(String message) {
    super(message);
  }
}
