package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.internal.parallel.Work;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same elements in row-major order of two different lists of extents. Where both lists are
 * products of common factors, it is a copy over those; elsewhere each element is found on its own.
 */
final class Reshaped {
  private Reshaped() {}

  static Work of(View x, View y) {
    var from = cut(x, y.extents());
    var to = from == null ? null : cut(y, from.extents());
    return from == null || to == null ? new OneByOne(x, y) : Transposition.orCopy(from, to);
  }

  /**
   * A view whose axes are cut so that those of an array of these extents are runs of them, or null
   * if they cannot be; axes of extent 1 are left out.
   */
  static @Nullable View cut(View view, int[] extents) {
    var factors = commonFactors(view.extents(), extents);
    return factors == null ? null : split(view, factors);
  }

  /** Extents of which both lists' extents are products of neighbours, or null. */
  private static int @Nullable [] commonFactors(int[] a, int[] b) {
    var factors = new ArrayList<Integer>();
    int i = 0;
    int j = 0;
    int restA = 1;
    int restB = 1;
    while (true) {
      while (restA == 1 && i < a.length) {
        restA = a[i++];
      }
      while (restB == 1 && j < b.length) {
        restB = b[j++];
      }
      if (restA == 1 && restB == 1) {
        return factors.stream().mapToInt(Integer::intValue).toArray();
      }
      // From the front, the larger extent must be a multiple of the smaller.
      int factor = Math.min(restA, restB);
      if (factor <= 1 || restA % factor != 0 || restB % factor != 0) {
        return null;
      }
      factors.add(factor);
      restA /= factor;
      restB /= factor;
    }
  }

  /** A view whose axes are cut into these factors. */
  private static View split(View view, int[] factors) {
    var strides = new long[factors.length];
    int axis = 0;
    int rest = 1;
    long stride = 0;
    for (int each = 0; each < factors.length; each++) {
      while (rest == 1) {
        rest = view.extent(axis);
        stride = view.stride(axis++);
      }
      rest /= factors[each];
      strides[each] = stride * rest;
    }
    return view.as(factors, strides);
  }

  private static final class OneByOne extends Each {
    private final Walk from;
    private final View x;
    private final View y;

    OneByOne(View x, View y) {
      super(Walk.inOrder(List.of(y)), 8);
      from = Walk.inOrder(List.of(x));
      this.x = x;
      this.y = y;
    }

    @Override
    void place(long index) {
      y.copy(x, from.place(0, index), walk.place(0, index));
    }
  }
}
