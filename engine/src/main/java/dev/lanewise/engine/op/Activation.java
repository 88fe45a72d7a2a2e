package dev.lanewise.engine.op;

/** The function that a {@link Fused} step applies last. */
public enum Activation {
  /** y = x. */
  NONE,
  /** y = max(x, +0) as {@link Relu} defines it. */
  RELU
}
