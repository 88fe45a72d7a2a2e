package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.internal.parallel.Work;
import dev.lanewise.engine.op.Activation;

/** y = f(x), element by element. */
final class Applied {
  private Applied() {}

  static Work of(Activation function, View x, View y) {
    return x.type() == ElementType.F32
        ? new Floats(UnaryFunctions.ofFloat(function), x, y)
        : new Integers(UnaryFunctions.ofLong(function), x, y);
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
