package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.LanewiseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A graph that ONNX cannot express, or a model that is wrong or beyond what is read here. */
public final class OnnxException extends LanewiseException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String unboundInput;

  /** With a message that names the node and both sides. */
  public OnnxException(String message) {
    super(message);
    unboundInput = null;
  }

  /** With a message that names the node and both sides, and what lies beneath. */
  public OnnxException(String message, Throwable cause) {
    super(message, cause);
    unboundInput = cause instanceof OnnxException inner ? inner.unboundInput : null;
  }

  private OnnxException(String message, @Nullable String unboundInput) {
    super(message);
    this.unboundInput = unboundInput;
  }

  /** A refusal that {@link OnnxOptions#withConstant} for this input would lift. */
  static OnnxException unbound(String message, String input) {
    return new OnnxException(message, input);
  }

  /** The input whose value had to be known, where that is why the model was refused. */
  public Optional<String> unboundInput() {
    return Optional.ofNullable(unboundInput);
  }
}
