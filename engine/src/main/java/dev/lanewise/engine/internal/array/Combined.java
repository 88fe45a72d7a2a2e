package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.internal.parallel.Work;
import dev.lanewise.engine.op.Binary;

/** y = f(a, b), element by element, a and b broadcast to y's extents already. */
final class Combined {
  /** Well above the relative error of {@link Power}. */
  private static final double ROUNDING = 1e-11;

  private Combined() {}

  static Work of(Binary.Function function, View a, View b, View y) {
    if (function == Binary.Function.POW && (a.type().isInteger() || b.type().isInteger())) {
      return new Elements(
          (to, p, q, _) -> power(Power.of(a.getDouble(p), b.getDouble(q)), y, to), y, a, b);
    }
    if (a.type().isInteger()) {
      var whole = BinaryFunctions.ofLongs(function);
      return new Elements(
          (to, p, q, _) -> y.setLong(to, whole.at(a.getLong(p), b.getLong(q))), y, a, b);
    }
    if (function.isLogical()) {
      var comparison = BinaryFunctions.comparison(function);
      return new Elements(
          (to, p, q, _) -> y.setLong(to, comparison.holds(a.getFloat(p), b.getFloat(q)) ? 1 : 0),
          y,
          a,
          b);
    }
    if (function == Binary.Function.ADD || function == Binary.Function.MUL) {
      return new Frequent(function == Binary.Function.ADD, a, b, y);
    }
    var real = BinaryFunctions.ofFloats(function);
    return new Elements(
        (to, p, q, _) -> y.setFloat(to, real.at(a.getFloat(p), b.getFloat(q))), y, a, b);
  }

  private static void power(double power, View y, long to) {
    if (y.type() == ElementType.F32) {
      y.setFloat(to, (float) power);
      return;
    }
    // Of a whole number that rounding missed, that number: 4 to the power of 1.5 is 8.
    double nearest = Math.rint(power);
    boolean missed = Math.abs(power - nearest) <= ROUNDING * Math.abs(nearest);
    y.setLong(to, (long) (missed ? nearest : power));
  }

  /**
   * Sums and products of float32 in loops of their own, which take 1.5 ns an element where calls
   * take 5.5 (512-bit Xeon, JDK 25).
   */
  private static final class Frequent extends Spans {
    private final boolean sum;
    private final View a;
    private final View b;

    Frequent(boolean sum, View a, View b, View y) {
      super(y, a, b);
      this.sum = sum;
      this.a = a;
      this.b = b;
    }

    @Override
    void span(int count, long offsetY, long offsetA, long offsetB, long offsetC) {
      if (sum) {
        for (int i = 0; i < count; i++) {
          float value = a.getFloat(offsetA + i * stepA) + b.getFloat(offsetB + i * stepB);
          y.setFloat(offsetY + i * stepY, value);
        }
      } else {
        for (int i = 0; i < count; i++) {
          float value = a.getFloat(offsetA + i * stepA) * b.getFloat(offsetB + i * stepB);
          y.setFloat(offsetY + i * stepY, value);
        }
      }
    }
  }
}
