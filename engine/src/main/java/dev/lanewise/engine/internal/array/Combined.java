package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.internal.parallel.Work;
import dev.lanewise.engine.op.Binary;

/** y = f(a, b), element by element, a and b broadcast to y's extents already. */
final class Combined {
  private Combined() {}

  static Work of(Binary.Function function, View a, View b, View y) {
    if (function == Binary.Function.POW) {
      return a.type() == ElementType.F32 && b.type() == ElementType.F32
          ? new Floats(BinaryFunctions.ofFloats(function), a, b, y)
          : new Powers(a, b, y);
    }
    if (a.type() != ElementType.F32) {
      return new Integers(BinaryFunctions.ofLongs(function), a, b, y);
    }
    return switch (function) {
      case ADD -> new Sum(a, b, y);
      case MUL -> new Product(a, b, y);
      default ->
          function.isLogical()
              ? new Comparisons(BinaryFunctions.comparison(function), a, b, y)
              : new Floats(BinaryFunctions.ofFloats(function), a, b, y);
    };
  }

  /** Views of both operands. */
  private abstract static class Pairs extends Spans {
    final View a;
    final View b;

    Pairs(View a, View b, View y) {
      super(y, a, b);
      this.a = a;
      this.b = b;
    }
  }

  /** Its own loop, since it is frequent and a call for each element costs more than the sum. */
  private static final class Sum extends Pairs {
    Sum(View a, View b, View y) {
      super(a, b, y);
    }

    @Override
    void span(int count, long offsetY, long offsetA, long offsetB, long offsetC) {
      for (int i = 0; i < count; i++) {
        y.setFloat(
            offsetY + i * stepY, a.getFloat(offsetA + i * stepA) + b.getFloat(offsetB + i * stepB));
      }
    }
  }

  /** Its own loop for the same reason. */
  private static final class Product extends Pairs {
    Product(View a, View b, View y) {
      super(a, b, y);
    }

    @Override
    void span(int count, long offsetY, long offsetA, long offsetB, long offsetC) {
      for (int i = 0; i < count; i++) {
        y.setFloat(
            offsetY + i * stepY, a.getFloat(offsetA + i * stepA) * b.getFloat(offsetB + i * stepB));
      }
    }
  }

  private static final class Floats extends Pairs {
    private final BinaryFunctions.OfFloats function;

    Floats(BinaryFunctions.OfFloats function, View a, View b, View y) {
      super(a, b, y);
      this.function = function;
    }

    @Override
    void span(int count, long offsetY, long offsetA, long offsetB, long offsetC) {
      for (int i = 0; i < count; i++) {
        y.setFloat(
            offsetY + i * stepY,
            function.at(a.getFloat(offsetA + i * stepA), b.getFloat(offsetB + i * stepB)));
      }
    }
  }

  private static final class Comparisons extends Pairs {
    private final BinaryFunctions.Comparison function;

    Comparisons(BinaryFunctions.Comparison function, View a, View b, View y) {
      super(a, b, y);
      this.function = function;
    }

    @Override
    void span(int count, long offsetY, long offsetA, long offsetB, long offsetC) {
      for (int i = 0; i < count; i++) {
        boolean holds =
            function.holds(a.getFloat(offsetA + i * stepA), b.getFloat(offsetB + i * stepB));
        y.setLong(offsetY + i * stepY, holds ? 1 : 0);
      }
    }
  }

  private static final class Integers extends Pairs {
    private final BinaryFunctions.OfLongs function;

    Integers(BinaryFunctions.OfLongs function, View a, View b, View y) {
      super(a, b, y);
      this.function = function;
    }

    @Override
    void span(int count, long offsetY, long offsetA, long offsetB, long offsetC) {
      for (int i = 0; i < count; i++) {
        y.setLong(
            offsetY + i * stepY,
            function.at(a.getLong(offsetA + i * stepA), b.getLong(offsetB + i * stepB)));
      }
    }
  }

  /** aᵇ where at least one is no float32, in double. */
  private static final class Powers extends Pairs {
    /** Well above the relative error of {@link Power}. */
    private static final double ROUNDING = 1e-11;

    Powers(View a, View b, View y) {
      super(a, b, y);
    }

    /** Of a whole number that rounding missed, that number: 4 to the power of 1.5 is 8. */
    private static long towardsZero(double power) {
      double nearest = Math.rint(power);
      return (long) (Math.abs(power - nearest) <= ROUNDING * Math.abs(nearest) ? nearest : power);
    }

    @Override
    void span(int count, long offsetY, long offsetA, long offsetB, long offsetC) {
      for (int i = 0; i < count; i++) {
        double power = Power.of(a.getDouble(offsetA + i * stepA), b.getDouble(offsetB + i * stepB));
        if (y.type() == ElementType.F32) {
          y.setFloat(offsetY + i * stepY, (float) power);
        } else {
          y.setLong(offsetY + i * stepY, towardsZero(power));
        }
      }
    }
  }
}
