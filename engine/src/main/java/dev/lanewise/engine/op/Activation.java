package dev.lanewise.engine.op;

import java.util.Locale;

/**
 * A function of one number, as {@link Apply} and {@link Fused} apply it to each element.
 *
 * <p>The formulas stand at {@link Kind}, with {@code α} and {@code β} the two parameters. Those
 * frequent behind convolutions ({@code LEAKY_RELU}, {@code CLIP}, {@code HARD_SIGMOID}, {@code
 * HARD_SWISH}, {@code EXP}, {@code SIGMOID}, {@code SWISH}, {@code TANH}, {@code MISH}) are
 * computed in float, by the same operations in every lane of a vector; the others in double by
 * {@link StrictMath}, rounded once. Either way the bits are the same everywhere.
 *
 * @param alpha the first parameter; 0 where the kind has none
 * @param beta the second parameter; 0 where the kind has none
 */
public record Activation(Kind kind, float alpha, float beta) {
  /** y = x. */
  public static final Activation NONE = of(Kind.NONE);

  /** y = max(x, +0) as {@link Relu} defines it. */
  public static final Activation RELU = of(Kind.RELU);

  /** The functions, by ONNX's names of them. */
  public enum Kind {
    /** x. */
    NONE,
    /** Math.max(x, +0). */
    RELU,
    /** x where x ≥ 0, else α·x. */
    LEAKY_RELU,
    /** x where x ≥ 0, else α·(eˣ − 1). */
    ELU,
    /** β·x where x > 0, else β·α·(eˣ − 1). */
    SELU,
    /** max(0, x) + min(0, α·(e^(x/α) − 1)). */
    CELU,
    /** α where x ≤ α, else x; then β where that is ≥ β. */
    CLIP,
    /** 1 / (1 + e⁻ˣ). */
    SIGMOID,
    /** Clipped to 0 … 1: α·x + β, rounded twice. */
    HARD_SIGMOID,
    /** x · HARD_SIGMOID(x) with α = 1/6 and β = 1/2. */
    HARD_SWISH,
    /** The hyperbolic tangent. */
    TANH,
    /** ln(1 + eˣ). */
    SOFTPLUS,
    /** x / (1 + |x|). */
    SOFTSIGN,
    /** x · tanh(ln(1 + eˣ)). */
    MISH,
    /** x · (1 + erf(x/√2)) / 2. */
    GELU,
    /** x · (1 + tanh(√(2/π)·(x + 0.044715·x³))) / 2. */
    GELU_TANH,
    /** x · SIGMOID(α·x). */
    SWISH,
    /** x where x > α, else 0. */
    THRESHOLDED_RELU,
    /** The error function. */
    ERF,
    /** eˣ. */
    EXP,
    /** The natural logarithm. */
    LOG,
    /** The square root. */
    SQRT,
    /** The magnitude. */
    ABS,
    /** −x. */
    NEG,
    /** The largest whole number that is not above x. */
    FLOOR,
    /** The smallest whole number that is not below x. */
    CEIL,
    /** 1 / x. */
    RECIPROCAL,
    /** The nearest whole number, of two the even one. */
    ROUND,
    /** −1, 0 or 1. */
    SIGN,
    /** The sine. */
    SIN,
    /** The cosine. */
    COS,
    /** Of truth values: the other one. */
    NOT
  }

  /** A function without parameters, or {@link Kind#SWISH} with α = 1. */
  public static Activation of(Kind kind) {
    return new Activation(kind, kind == Kind.SWISH ? 1 : 0, 0);
  }

  /** {@link Kind#LEAKY_RELU}. */
  public static Activation leakyRelu(float alpha) {
    return new Activation(Kind.LEAKY_RELU, alpha, 0);
  }

  /** {@link Kind#ELU}. */
  public static Activation elu(float alpha) {
    return new Activation(Kind.ELU, alpha, 0);
  }

  /** {@link Kind#SELU}; ONNX calls β gamma. */
  public static Activation selu(float alpha, float gamma) {
    return new Activation(Kind.SELU, alpha, gamma);
  }

  /** {@link Kind#CELU}. */
  public static Activation celu(float alpha) {
    return new Activation(Kind.CELU, alpha, 0);
  }

  /** {@link Kind#CLIP} to {@code min … max}, which may be infinite. */
  public static Activation clip(float min, float max) {
    return new Activation(Kind.CLIP, min, max);
  }

  /** {@link Kind#HARD_SIGMOID}. */
  public static Activation hardSigmoid(float alpha, float beta) {
    return new Activation(Kind.HARD_SIGMOID, alpha, beta);
  }

  /** {@link Kind#THRESHOLDED_RELU}. */
  public static Activation thresholdedRelu(float alpha) {
    return new Activation(Kind.THRESHOLDED_RELU, alpha, 0);
  }

  /** {@link Kind#SWISH}; SiLU with α = 1. */
  public static Activation swish(float alpha) {
    return new Activation(Kind.SWISH, alpha, 0);
  }

  /** For example {@code leaky_relu 0.1}. */
  @Override
  public String toString() {
    var name = kind.name().toLowerCase(Locale.ROOT);
    return switch (kind) {
      case LEAKY_RELU, ELU, CELU, THRESHOLDED_RELU -> name + " " + alpha;
      case SWISH -> alpha == 1 ? "silu" : name + " " + alpha;
      case SELU, CLIP, HARD_SIGMOID -> name + " " + alpha + ", " + beta;
      default -> name;
    };
  }
}
