package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.internal.parallel.Work;
import dev.lanewise.engine.op.ArrayOp;
import dev.lanewise.engine.op.Reshape;
import dev.lanewise.engine.op.Slice;
import dev.lanewise.engine.op.Transpose;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reshapes, transpositions and slices in a row as one copy. What comes first is seen through axes
 * that are cut as finely as any of them needs: a reshape cuts them further, a transposition
 * exchanges them, a slice leaves some of an axis, and none moves an element.
 */
public final class Moves {
  private Moves() {}

  /** Whether {@link #of} has a work for arrays of these shapes. */
  public static boolean areOneCopy(Shape source, List<ArrayOp> ops, List<Shape> shapes) {
    return work(ops, shapes, nowhere(source), nowhere(shapes.getLast())) != null;
  }

  /**
   * y = what {@code ops} make of x.
   *
   * @param shapes what each of them gives
   * @throws IllegalArgumentException if that is not one copy
   */
  public static Work of(List<ArrayOp> ops, List<Shape> shapes, View x, View y) {
    var work = work(ops, shapes, x, y);
    if (work == null) {
      throw new IllegalArgumentException(ops + " are not one copy");
    }
    return work;
  }

  private static View nowhere(Shape shape) {
    int pitch = shape.rank() == 2 || shape.rank() == 4 ? shape.dim(1) : 0;
    return View.of(MemorySegment.NULL, 0, ElementType.F32, shape, pitch);
  }

  private static @Nullable Work work(List<ArrayOp> ops, List<Shape> shapes, View x, View y) {
    var moved = x;
    int[] extents = x.extents();
    for (int i = 0; i < ops.size(); i++) {
      int[] next = shapes.get(i).toArray();
      var cut = Reshaped.cut(moved, ops.get(i) instanceof Reshape ? next : extents);
      if (cut == null) {
        return null;
      }
      moved =
          switch (ops.get(i)) {
            case Transpose(var order) -> transposed(cut, extents, order);
            case Slice slice -> sliced(cut, extents, slice);
            default -> cut;
          };
      if (moved == null) {
        return null;
      }
      extents = next;
    }
    var from = Reshaped.cut(moved, y.extents());
    if (from == null) {
      return null;
    }
    var to = Reshaped.cut(y, from.extents());
    return to == null ? null : Transposition.orCopy(from, to);
  }

  /** A view of fine axes with its coarse axes, of these extents, in another order. */
  private static View transposed(View fine, int[] extents, List<Integer> order) {
    int[] first = firsts(fine, extents);
    var newExtents = new int[fine.rank()];
    var newStrides = new long[fine.rank()];
    int at = 0;
    for (int axis : order) {
      for (int each = first[axis]; each < first[axis + 1]; each++) {
        newExtents[at] = fine.extent(each);
        newStrides[at++] = fine.stride(each);
      }
    }
    return fine.as(newExtents, newStrides);
  }

  /**
   * A part of a view of fine axes, or null where it is no box of them: one place is, and so are
   * whole runs of the axes behind the first.
   */
  private static @Nullable View sliced(View fine, int[] extents, Slice slice) {
    int[] first = firsts(fine, extents);
    int[] newExtents = fine.extents();
    long[] newStrides = fine.strides();
    long base = fine.base();
    for (var range : slice.ranges()) {
      int axis = range.axis();
      int count = range.count(extents[axis]);
      int place = range.first(extents[axis]);
      for (int each = first[axis + 1] - 1; each >= first[axis]; each--) {
        int extent = fine.extent(each);
        boolean outer = each == first[axis];
        if (count == 1 || outer) {
          base += place % extent * fine.stride(each);
          newExtents[each] = count;
          newStrides[each] = fine.stride(each) * (count > 1 ? range.step() : 0);
        } else if (range.step() != 1 || place % extent != 0 || count % extent != 0) {
          return null;
        }
        place /= extent;
        count = count == 1 ? 1 : count / extent;
      }
    }
    return fine.at(base, newExtents).as(newExtents, newStrides);
  }

  /** The first fine axis of each coarse one, and the end of all. */
  private static int[] firsts(View fine, int[] extents) {
    var first = new int[extents.length + 1];
    for (int axis = 0; axis < extents.length; axis++) {
      int end = first[axis];
      for (int rest = extents[axis]; rest > 1; rest /= fine.extent(end++)) {}
      first[axis + 1] = end;
    }
    return first;
  }
}
