package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.internal.parallel.Work;
import dev.lanewise.engine.op.Pad;
import dev.lanewise.engine.op.Resize;
import dev.lanewise.engine.op.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The operators that move elements: copies between views of other strides, or by tables. */
final class Movements {
  private Movements() {}

  static Work transpose(List<Integer> permutation, View x, View y) {
    long[] strides = permutation.stream().mapToLong(x::stride).toArray();
    return Transposition.orCopy(x.as(y.extents(), strides), y);
  }

  static Work slice(Slice slice, View x, View y) {
    long base = x.base();
    long[] strides = x.strides();
    for (var range : slice.ranges()) {
      int axis = range.axis();
      base += range.first(x.extent(axis)) * x.stride(axis);
      // With one element the step has no effect, and may be too large to multiply.
      strides[axis] = y.extent(axis) > 1 ? x.stride(axis) * range.step() : 0;
    }
    return Transposition.orCopy(x.at(base, y.extents()).as(y.extents(), strides), y);
  }

  static List<Work> concat(int axis, List<View> inputs, View y) {
    var works = new ArrayList<Work>();
    long base = y.base();
    for (var input : inputs) {
      works.add(Transposition.orCopy(input, y.at(base, input.extents())));
      base += input.extent(axis) * y.stride(axis);
    }
    return works;
  }

  /** Each axis of y as one of repeats around one of the elements. */
  static Work tile(List<Integer> repeats, View x, View y) {
    int rank = x.rank();
    var extents = new int[2 * rank];
    var from = new long[2 * rank];
    var to = new long[2 * rank];
    for (int axis = 0; axis < rank; axis++) {
      extents[2 * axis] = repeats.get(axis);
      extents[2 * axis + 1] = x.extent(axis);
      from[2 * axis + 1] = x.stride(axis);
      to[2 * axis] = y.stride(axis) * x.extent(axis);
      to[2 * axis + 1] = y.stride(axis);
    }
    return Transposition.orCopy(x.as(extents, from), y.as(extents, to));
  }

  static List<Work> pad(Pad pad, View x, View y) {
    if (pad.mode() == Pad.Mode.CONSTANT) {
      return List.of(fill(pad.value(), y), inner(pad, x, y));
    }
    var taps = new ArrayList<AxisTaps>();
    for (int axis = 0; axis < x.rank(); axis++) {
      taps.add(table(pad.mode(), pad.before().get(axis), x.extent(axis), y.extent(axis)));
    }
    return List.of(Sampled.of(x, taps, 0, y));
  }

  private static Work fill(double value, View y) {
    return new Elements((to, _, _, _) -> y.setNumber(to, value), y);
  }

  /** Copies what of x is inside y. */
  private static Work inner(Pad pad, View x, View y) {
    int[] extents = x.extents();
    long from = x.base();
    long to = y.base();
    for (int axis = 0; axis < extents.length; axis++) {
      int before = pad.before().get(axis);
      int first = Math.max(0, -before);
      int end = Math.min(extents[axis], y.extent(axis) - before);
      extents[axis] = Math.max(0, end - first);
      from += first * x.stride(axis);
      to += Math.max(0, before) * y.stride(axis);
    }
    return Transposition.orCopy(x.at(from, extents), y.at(to, extents));
  }

  private static AxisTaps table(Pad.Mode mode, int before, int in, int out) {
    var places = new int[out];
    for (int i = 0; i < out; i++) {
      int at = i - before;
      places[i] =
          switch (mode) {
            case REFLECT -> mirrored(at, in);
            case WRAP -> Math.floorMod(at, in);
            case EDGE, CONSTANT -> Math.max(0, Math.min(in - 1, at));
          };
    }
    var weights = new float[out];
    Arrays.fill(weights, 1f);
    return new AxisTaps(1, places, weights);
  }

  private static int mirrored(int at, int extent) {
    int folded = at < 0 ? -at : at;
    return folded >= extent ? 2 * (extent - 1) - folded : folded;
  }

  static Work resize(Resize resize, View x, View y) {
    var taps = new ArrayList<AxisTaps>();
    for (int axis = 0; axis < x.rank(); axis++) {
      taps.add(AxisTaps.of(resize, axis, x.extent(axis), y.extent(axis)));
    }
    for (int axis = 0; axis < x.rank(); axis++) {
      if (!taps.get(axis).repeats(x.extent(axis))) {
        return Sampled.of(x, taps, resize.extrapolation(), y);
      }
    }
    return repeated(x, y);
  }

  /** Each axis of y as one of the elements around one of repeats. */
  private static Work repeated(View x, View y) {
    int rank = x.rank();
    var extents = new int[2 * rank];
    var from = new long[2 * rank];
    var to = new long[2 * rank];
    for (int axis = 0; axis < rank; axis++) {
      extents[2 * axis] = x.extent(axis);
      extents[2 * axis + 1] = y.extent(axis) / x.extent(axis);
      from[2 * axis] = x.stride(axis);
      to[2 * axis] = y.stride(axis) * extents[2 * axis + 1];
      to[2 * axis + 1] = y.stride(axis);
    }
    return Transposition.orCopy(x.as(extents, from), y.as(extents, to));
  }
}
