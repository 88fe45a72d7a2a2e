package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.internal.kernel.Epilogue;
import dev.lanewise.engine.op.Activation;
import java.lang.foreign.ValueLayout;

/** Activations as what follows a layer's sums. */
public final class Activations {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private Activations() {}

  /** An activation of float32, with a kernel where it has one. */
  public static Epilogue epilogue(Activation activation) {
    if (activation.equals(Activation.NONE)) {
      return Epilogue.NONE;
    }
    if (activation.equals(Activation.RELU)) {
      return Epilogue.RELU;
    }
    var kernel = ActivationKernel.of(activation);
    if (kernel != null) {
      return Epilogue.of(kernel, activation.alpha(), activation.beta());
    }
    var function = UnaryFunctions.ofFloat(activation);
    return Epilogue.of(
        (y, offset, floats) -> {
          for (int i = 0; i < floats; i++) {
            long at = offset + i * 4L;
            y.set(FLOAT, at, function.at(y.get(FLOAT, at)));
          }
        });
  }
}
