package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.internal.parallel.Work;
import dev.lanewise.engine.op.ArrayOp;
import dev.lanewise.engine.op.Reshape;
import dev.lanewise.engine.op.Transpose;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reshapes and transpositions in a row as one copy. What comes first is seen through axes that are
 * cut as finely as any of them needs: a reshape cuts them further, a transposition exchanges them,
 * and neither moves an element.
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
      moved = ops.get(i) instanceof Transpose(var order) ? transposed(cut, extents, order) : cut;
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
    var first = new int[extents.length + 1];
    for (int axis = 0; axis < extents.length; axis++) {
      int end = first[axis];
      for (int rest = extents[axis]; rest > 1; rest /= fine.extent(end++)) {}
      first[axis + 1] = end;
    }
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
}
