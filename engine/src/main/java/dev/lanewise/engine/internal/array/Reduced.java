package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.internal.parallel.Work;
import dev.lanewise.engine.op.Reduce;
import java.util.ArrayList;
import java.util.List;

/** One value of all along some axes, as {@link Reduce} states it. */
final class Reduced {
  private Reduced() {}

  static Work of(Reduce reduce, View x, View y) {
    var kept = new ArrayList<Integer>();
    for (int axis = 0; axis < x.rank(); axis++) {
      if (!reduce.axes().contains(axis)) {
        kept.add(axis);
      }
    }
    var outer = select(x, kept);
    var inner = select(x, reduce.axes());
    var target = reduce.keepDims() ? select(y, kept) : y;
    return x.type() == ElementType.F32
        ? new Floats(reduce.kind(), outer, inner, target)
        : new Integers(reduce.kind(), outer, inner, target);
  }

  /** Some axes of a view, at the first place of the others. */
  private static View select(View view, List<Integer> axes) {
    return view.as(
        axes.stream().mapToInt(view::extent).toArray(),
        axes.stream().mapToLong(view::stride).toArray());
  }

  private abstract static class Sweep extends Each {
    final Reduce.Kind kind;
    final View x;
    final View y;
    final Walk inner;

    Sweep(Reduce.Kind kind, View outer, View inner, View y) {
      super(Walk.alongMemory(List.of(y, outer)), inner.elements());
      this.kind = kind;
      x = outer;
      this.y = y;
      this.inner = Walk.inOrder(List.of(inner.at(0, inner.extents())));
    }
  }

  private static final class Floats extends Sweep {
    Floats(Reduce.Kind kind, View outer, View inner, View y) {
      super(kind, outer, inner, y);
    }

    @Override
    void place(long index) {
      long from = walk.place(1, index);
      float result =
          switch (kind) {
            case SUM -> sum(from);
            case MEAN -> sum(from) / inner.elements();
            case LOG_SUM -> (float) StrictMath.log(sum(from));
            case L2 -> (float) Math.sqrt(squares(from));
            case SUM_SQUARE -> squares(from);
            case LOG_SUM_EXP -> logSumExp(from);
            case MAX, MIN, PROD, L1 -> fold(from);
          };
      y.setFloat(walk.place(0, index), result);
    }

    private float sum(long from) {
      float sum = 0f;
      for (long row = 0; row < inner.rows(); row++) {
        long start = from + inner.offset(0, row);
        for (int i = 0; i < inner.length(); i++) {
          sum += x.getFloat(start + i * inner.step(0));
        }
      }
      return sum;
    }

    private float squares(long from) {
      float sum = 0f;
      for (long i = 0; i < inner.elements(); i++) {
        float value = x.getFloat(from + inner.place(0, i));
        sum = Math.fma(value, value, sum);
      }
      return sum;
    }

    private float fold(long from) {
      float result =
          switch (kind) {
            case MAX -> Float.NEGATIVE_INFINITY;
            case MIN -> Float.POSITIVE_INFINITY;
            case PROD -> 1f;
            default -> 0f;
          };
      for (long i = 0; i < inner.elements(); i++) {
        float value = x.getFloat(from + inner.place(0, i));
        result =
            switch (kind) {
              case MAX -> Math.max(result, value);
              case MIN -> Math.min(result, value);
              case PROD -> result * value;
              default -> result + Math.abs(value);
            };
      }
      return result;
    }

    private float logSumExp(long from) {
      float max = Float.NEGATIVE_INFINITY;
      for (long i = 0; i < inner.elements(); i++) {
        max = Math.max(max, x.getFloat(from + inner.place(0, i)));
      }
      if (Float.isInfinite(max)) {
        return max;
      }
      double sum = 0;
      for (long i = 0; i < inner.elements(); i++) {
        sum += StrictMath.exp((double) x.getFloat(from + inner.place(0, i)) - max);
      }
      return (float) (max + StrictMath.log(sum));
    }
  }

  private static final class Integers extends Sweep {
    Integers(Reduce.Kind kind, View outer, View inner, View y) {
      super(kind, outer, inner, y);
    }

    @Override
    void place(long index) {
      long from = walk.place(1, index);
      long result =
          switch (kind) {
            case MAX -> Long.MIN_VALUE;
            case MIN -> Long.MAX_VALUE;
            case PROD -> 1;
            default -> 0;
          };
      for (long i = 0; i < inner.elements(); i++) {
        long value = x.getLong(from + inner.place(0, i));
        result =
            switch (kind) {
              case MAX -> Math.max(result, value);
              case MIN -> Math.min(result, value);
              case PROD -> result * value;
              default -> result + value;
            };
      }
      if (kind == Reduce.Kind.MEAN && inner.elements() > 0) {
        result /= inner.elements();
      }
      y.setLong(walk.place(0, index), result);
    }
  }
}
