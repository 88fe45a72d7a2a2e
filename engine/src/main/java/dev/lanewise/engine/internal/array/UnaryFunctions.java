package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.internal.kernel.ActivationFormulas;
import dev.lanewise.engine.op.Activation;

/** The formulas of {@link Activation}, for one number. */
final class UnaryFunctions {
  private static final double INVERSE_SQRT_2 = 1 / Math.sqrt(2);
  private static final double SQRT_2_BY_PI = Math.sqrt(2 / Math.PI);

  private UnaryFunctions() {}

  /** A function of a float32. */
  interface OfFloat {
    float at(float x);
  }

  /** A function of an integer. */
  interface OfLong {
    long at(long x);
  }

  static OfFloat ofFloat(Activation f) {
    float alpha = f.alpha();
    float beta = f.beta();
    var kernel = ActivationKernel.of(f);
    if (kernel != null) {
      return x -> ActivationFormulas.at(kernel, alpha, beta, x);
    }
    return switch (f.kind()) {
      case NONE -> x -> x;
      case RELU -> x -> Math.max(x, 0f);
      case ELU -> x -> x >= 0 ? x : alpha * expm1(x);
      case SELU -> x -> x > 0 ? beta * x : beta * (alpha * expm1(x));
      case CELU -> x -> Math.max(0f, x) + Math.min(0f, alpha * expm1(x / alpha));
      case SOFTPLUS -> x -> (float) softplus(x);
      case SOFTSIGN -> x -> x / (1 + Math.abs(x));
      case GELU -> x -> (float) (x * (1 + Erf.of(x * INVERSE_SQRT_2)) / 2);
      case GELU_TANH -> x -> (float) geluTanh(x);
      case THRESHOLDED_RELU -> x -> x > alpha ? x : Float.isNaN(x) ? x : 0f;
      case ERF -> x -> (float) Erf.of(x);
      case LOG -> x -> (float) StrictMath.log(x);
      case SQRT -> x -> (float) Math.sqrt(x);
      case ABS -> Math::abs;
      case NEG -> x -> -x;
      case FLOOR -> x -> (float) Math.floor(x);
      case CEIL -> x -> (float) Math.ceil(x);
      case RECIPROCAL -> x -> 1f / x;
      case ROUND -> x -> (float) Math.rint(x);
      case SIGN -> Math::signum;
      case SIN -> x -> (float) Sine.sin(x);
      case COS -> x -> (float) Sine.cos(x);
      default -> throw new IllegalArgumentException(f + " takes no float32");
    };
  }

  static OfLong ofLong(Activation f) {
    return switch (f.kind()) {
      case NONE -> x -> x;
      case NOT -> x -> x == 0 ? 1 : 0;
      case ABS -> Math::abs;
      case NEG -> x -> -x;
      case SIGN -> Long::signum;
      default -> throw new IllegalArgumentException(f + " takes no integers");
    };
  }

  private static float expm1(float x) {
    return (float) StrictMath.expm1(x);
  }

  private static double softplus(float x) {
    return x > 0 ? x + StrictMath.log1p(StrictMath.exp(-x)) : StrictMath.log1p(StrictMath.exp(x));
  }

  private static double geluTanh(float x) {
    double cubic = 0.044715 * x * x * x;
    return x * (1 + StrictMath.tanh(SQRT_2_BY_PI * (x + cubic))) / 2;
  }
}
