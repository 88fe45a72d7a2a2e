package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.internal.kernel.ActivationKernels;
import dev.lanewise.engine.op.Activation;
import org.jspecify.annotations.Nullable;

/** Which activations have a kernel. */
final class ActivationKernel {
  private ActivationKernel() {}

  /** The kernel's function, or null where there is none. */
  static ActivationKernels.@Nullable Function of(Activation activation) {
    return switch (activation.kind()) {
      case LEAKY_RELU -> ActivationKernels.Function.LEAKY_RELU;
      case CLIP -> ActivationKernels.Function.CLIP;
      case HARD_SIGMOID -> ActivationKernels.Function.HARD_SIGMOID;
      case HARD_SWISH -> ActivationKernels.Function.HARD_SWISH;
      case EXP -> ActivationKernels.Function.EXP;
      case SIGMOID -> ActivationKernels.Function.SIGMOID;
      case SWISH -> ActivationKernels.Function.SWISH;
      case TANH -> ActivationKernels.Function.TANH;
      case MISH -> ActivationKernels.Function.MISH;
      default -> null;
    };
  }
}
