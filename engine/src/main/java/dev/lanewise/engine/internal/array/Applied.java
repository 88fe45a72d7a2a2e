package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.internal.kernel.ActivationFormulas;
import dev.lanewise.engine.internal.kernel.ActivationKernels;
import dev.lanewise.engine.internal.kernel.KernelSet;
import dev.lanewise.engine.internal.parallel.Work;
import dev.lanewise.engine.op.Activation;

/** y = f(x), element by element. */
final class Applied {
  private Applied() {}

  static Work of(Activation function, View x, View y) {
    if (x.type().isInteger()) {
      var whole = UnaryFunctions.ofLong(function);
      return new Elements((to, from, _, _) -> y.setLong(to, whole.at(x.getLong(from))), y, x);
    }
    var kernel = ActivationKernel.of(function);
    if (kernel != null) {
      return new Vectors(kernel, function, x, y);
    }
    var real = UnaryFunctions.ofFloat(function);
    return new Elements((to, from, _, _) -> y.setFloat(to, real.at(x.getFloat(from))), y, x);
  }

  /** With a kernel wherever elements lie side by side; the bits are the same elsewhere. */
  private static final class Vectors extends Spans {

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
        KernelSet.activations()
            .apply(kernel, alpha, beta, x.memory(), offsetA, y.memory(), offsetY, count);
        return;
      }
      for (int i = 0; i < count; i++) {
        float value = x.getFloat(offsetA + i * stepA);
        y.setFloat(offsetY + i * stepY, ActivationFormulas.at(kernel, alpha, beta, value));
      }
    }
  }
}
