package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.internal.kernel.ActivationFormulas;
import dev.lanewise.engine.internal.kernel.ActivationKernels;
import dev.lanewise.engine.internal.kernel.KernelSet;
import dev.lanewise.engine.internal.parallel.Work;
import dev.lanewise.engine.op.Activation;

/** y = f(x), element by element. */
final class Applied {
  private Applied() {}

  static Work of(Activation function, View x, View y) {
    if (x.type() != ElementType.F32) {
      return new Integers(UnaryFunctions.ofLong(function), x, y);
    }
    var kernel = ActivationKernel.of(function);
    return kernel == null
        ? new Floats(UnaryFunctions.ofFloat(function), x, y)
        : new Vectors(kernel, function, x, y);
  }

  /** With a kernel wherever elements lie side by side; the bits are the same elsewhere. */
  private static final class Vectors extends Spans {
    private static final ActivationKernels KERNELS = KernelSet.chosen().activations();

    private final ActivationKernels.Function kernel;
    private final float alpha;
    private final float beta;
    private final View x;

    Vectors(ActivationKernels.Function kernel, Activation function, View x, View y) {
      super(y, x);
      this.kernel = kernel;
      alpha = function.alpha();
      beta = function.beta();
      this.x = x;
    }

    @Override
    void span(int count, long offsetY, long offsetA, long offsetB, long offsetC) {
      if (stepY == Float.BYTES && stepA == Float.BYTES) {
        KERNELS.apply(kernel, alpha, beta, x.memory(), offsetA, y.memory(), offsetY, count);
        return;
      }
      for (int i = 0; i < count; i++) {
        float value = x.getFloat(offsetA + i * stepA);
        y.setFloat(offsetY + i * stepY, ActivationFormulas.at(kernel, alpha, beta, value));
      }
    }
  }

  private static final class Floats extends Spans {
    private final UnaryFunctions.OfFloat function;
    private final View x;

    Floats(UnaryFunctions.OfFloat function, View x, View y) {
      super(y, x);
      this.function = function;
      this.x = x;
    }

    @Override
    void span(int count, long offsetY, long offsetA, long offsetB, long offsetC) {
      for (int i = 0; i < count; i++) {
        y.setFloat(offsetY + i * stepY, function.at(x.getFloat(offsetA + i * stepA)));
      }
    }
  }

  private static final class Integers extends Spans {
    private final UnaryFunctions.OfLong function;
    private final View x;

    Integers(UnaryFunctions.OfLong function, View x, View y) {
      super(y, x);
      this.function = function;
      this.x = x;
    }

    @Override
    void span(int count, long offsetY, long offsetA, long offsetB, long offsetC) {
      for (int i = 0; i < count; i++) {
        y.setLong(offsetY + i * stepY, function.at(x.getLong(offsetA + i * stepA)));
      }
    }
  }
}
