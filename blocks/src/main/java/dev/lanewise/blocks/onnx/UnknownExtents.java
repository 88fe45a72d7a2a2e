package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Extents that operator {@code Shape} asked for and only a run knows. Each has a number that stands
 * for it in a constant, so that slices and concatenations of shapes can be computed all the same;
 * no arithmetic is done with such a constant. Used by one thread.
 */
final class UnknownExtents {
  /** The least of int64's numbers; no extent and no index is near them. */
  private static final long FIRST = Long.MIN_VALUE;

  private final List<Extent> known = new ArrayList<>();

  /** The extent of a value along an axis. */
  record Extent(Operand value, int axis) {}

  /** The number that stands for an extent. */
  long number(Operand value, int axis) {
    known.add(new Extent(value, axis));
    return FIRST + known.size() - 1;
  }

  /** The extent that a number stands for, or null where it is only a number. */
  @Nullable Extent extent(long number) {
    return number < FIRST + known.size() ? known.get((int) (number - FIRST)) : null;
  }

  /** A computed constant, partial where a number in it stands for an extent. */
  Operand constant(Tensor tensor) {
    for (long number : tensor.toLongs()) {
      if (extent(number) != null) {
        return Operand.partial(tensor);
      }
    }
    return Operand.constant(tensor);
  }
}
