package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.LanewiseException;

/** A graph that ONNX cannot express, or a model that is wrong or beyond what is read here. */
public final class OnnxException extends LanewiseException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the node and both sides. */
  public OnnxException(String message) {
    super(message);
  }

  /** With a message that names the node and both sides, and what lies beneath. */
  public OnnxException(String message, Throwable cause) {
    super(message, cause);
  }
}
