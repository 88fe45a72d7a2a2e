package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Reshape;
import java.util.ArrayList;
import java.util.List;

/** The same elements along other axes, where each new axis is an old one or has one element. */
final class Views {
  /** An axis of one element. */
  static final int ONE = -1;

  private Views() {}

  /**
   * A view of {@code x}; {@code x} itself where nothing changes.
   *
   * @param from for each new axis the old one that it is, or {@link #ONE}; old ones left out must
   *     have one element
   * @throws OnnxException if more than one extent that is not known changes its place
   */
  static Operand of(OnnxNode node, Draft draft, Operand x, int... from) {
    boolean known = x.shape().isKnown();
    boolean same = from.length == x.rank();
    boolean inferred = false;
    List<Integer> extents = new ArrayList<>();
    for (int i = 0; i < from.length; i++) {
      int extent = from[i] == ONE ? 1 : x.dim(from[i]);
      same &= from[i] == i;
      if (extent == Shape.UNKNOWN) {
        if (from[i] != i && inferred) {
          throw node.unknown("more than one extent of %s must be known".formatted(x.shape()));
        }
        inferred |= from[i] != i;
        extent = from[i] == i ? 0 : Shape.UNKNOWN;
      } else if (extent == 0 && !known) {
        throw node.unknown("every extent of %s must be known".formatted(x.shape()));
      }
      extents.add(extent);
    }
    return same ? x : draft.node(new Reshape(extents, known), x);
  }

  /** {@code x} with {@code rank} axes, whose own begin at {@code at}: for broadcasting. */
  static Operand padded(OnnxNode node, Draft draft, Operand x, int at, int rank) {
    var from = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      from[axis] = axis >= at && axis < at + x.rank() ? axis - at : ONE;
    }
    return of(node, draft, x, from);
  }
}
