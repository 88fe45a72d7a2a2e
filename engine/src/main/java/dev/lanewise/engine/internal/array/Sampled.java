package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.ElementType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Weighted sums of elements whose places are given for each axis on its own. A place of the work is
 * a line of the output: along the axis that is innermost in memory, if nothing happens to that.
 *
 * <pre>
 * acc = w₀·x₀, then for the other taps, the last axis' fastest: acc = fma(w, x, acc)
 * </pre>
 */
final class Sampled extends Each {
  private final View x;
  private final View y;
  private final AxisTaps[] taps;
  private final int line;
  private final int combinations;
  private final double outside;

  private Sampled(View x, AxisTaps[] taps, double outside, int line, View y) {
    super(
        Walk.inOrder(List.of(line < 0 ? y : y.without(line))), line < 0 ? 8 : 4L * y.extent(line));
    this.x = x;
    this.y = y;
    this.taps = taps;
    this.line = line;
    this.outside = outside;
    int product = 1;
    for (var each : taps) {
      product = Math.multiplyExact(product, each.count());
    }
    combinations = product;
  }

  /**
   * With the taps of each axis.
   *
   * @param outside the value where an axis has no place
   */
  static Sampled of(View x, List<AxisTaps> taps, double outside, View y) {
    int inner = -1;
    for (int axis = 0; axis < y.rank(); axis++) {
      if (y.extent(axis) > 1
          && (inner < 0 || Math.abs(y.stride(axis)) < Math.abs(y.stride(inner)))) {
        inner = axis;
      }
    }
    boolean moves = inner >= 0 && !isIdentity(taps.get(inner), x.extent(inner));
    return new Sampled(
        x, new ArrayList<>(taps).toArray(AxisTaps[]::new), outside, moves ? -1 : inner, y);
  }

  private static boolean isIdentity(AxisTaps taps, int extent) {
    return taps.count() == 1 && Arrays.equals(taps.places(), AxisTaps.identity(extent).places());
  }

  @Override
  void place(long index) {
    long to = y.base();
    long rest = index;
    for (int axis = taps.length - 1; axis >= 0; axis--) {
      if (axis != line) {
        to += rest % y.extent(axis) * y.stride(axis);
        rest /= y.extent(axis);
      }
    }
    for (int tap = 0; tap < combinations; tap++) {
      tap(index, tap, to);
    }
  }

  /** Adds what one combination of the axes' taps gives to a line. */
  private void tap(long index, int combination, long to) {
    long from = x.base();
    float weight = 1f;
    boolean inside = true;
    long rest = index;
    int digits = combination;
    for (int axis = taps.length - 1; axis >= 0; axis--) {
      if (axis != line) {
        var each = taps[axis];
        int entry = (int) (rest % y.extent(axis)) * each.count() + digits % each.count();
        rest /= y.extent(axis);
        digits /= each.count();
        inside &= each.places()[entry] >= 0;
        from += each.places()[entry] * x.stride(axis);
        weight *= each.weights()[entry];
      }
    }
    int count = line < 0 ? 1 : y.extent(line);
    long stepY = line < 0 ? 0 : y.stride(line);
    long stepX = line < 0 ? 0 : x.stride(line);
    if (!inside) {
      fill(count, to, stepY);
    } else if (y.type() != ElementType.F32) {
      for (int i = 0; i < count; i++) {
        y.setLong(to + i * stepY, x.getLong(from + i * stepX));
      }
    } else if (combination == 0) {
      for (int i = 0; i < count; i++) {
        y.setFloat(to + i * stepY, weight * x.getFloat(from + i * stepX));
      }
    } else {
      for (int i = 0; i < count; i++) {
        float sum = y.getFloat(to + i * stepY);
        y.setFloat(to + i * stepY, Math.fma(weight, x.getFloat(from + i * stepX), sum));
      }
    }
  }

  private void fill(int count, long to, long step) {
    for (int i = 0; i < count; i++) {
      y.setNumber(to + i * step, outside);
    }
  }
}
