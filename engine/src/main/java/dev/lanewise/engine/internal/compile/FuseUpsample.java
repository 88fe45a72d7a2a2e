package dev.lanewise.engine.internal.compile;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.Resize;
import dev.lanewise.engine.op.UpsampleAdd;
import java.util.List;

/**
 * A picture that is doubled, tripled, … by nearest neighbours and then added becomes one {@link
 * UpsampleAdd}, where nobody else reads it. Runs before the fusion of epilogues, which would take
 * the add into the lateral convolution and leave the enlarged picture in memory.
 *
 * <pre>
 * resize ×2 → add      one node, named add
 * </pre>
 *
 * <p>Scales that are no whole numbers stay as they are: over them the two operators' rounding of
 * indices is not the same.
 */
final class FuseUpsample {
  private FuseUpsample() {}

  static Graph apply(Graph source) {
    var draft = new Draft(source);
    for (var node : source.nodes()) {
      boolean fused =
          node.op() instanceof Add
              && (fuse(node, node.inputs().get(0), node.inputs().get(1), source, draft)
                  || fuse(node, node.inputs().get(1), node.inputs().get(0), source, draft));
      if (!fused) {
        draft.append(node);
      }
    }
    return draft.build();
  }

  private static boolean fuse(Node add, String lateral, String up, Graph source, Draft draft) {
    var node = draft.node(up);
    if (node == null
        || !(node.op() instanceof Resize resize)
        || !draft.isReadOnce(up)
        || !isWhole(resize, source.shape(node.inputs().getFirst()))) {
      return false;
    }
    draft.remove(up);
    var inputs = List.of(lateral, node.inputs().getFirst());
    draft.append(new Node(add.name(), new UpsampleAdd(), inputs));
    return true;
  }

  /** Whether each pixel of a picture becomes a block of its copies. */
  private static boolean isWhole(Resize resize, Shape x) {
    if (x.rank() != 4
        || resize.mode() != Resize.Mode.NEAREST
        || resize.coordinates() != Resize.Coordinates.ASYMMETRIC
        || resize.rounding() != Resize.Rounding.FLOOR) {
      return false;
    }
    for (int axis = 0; axis < x.rank(); axis++) {
      float scale = resize.scales().get(axis);
      int extent = resize.extents().get(axis);
      boolean exact =
          extent == Shape.UNKNOWN
              || (x.dim(axis) != Shape.UNKNOWN && extent == (double) x.dim(axis) * scale);
      if (scale < 1 || scale != Math.rint(scale) || (axis < 2 && scale != 1) || !exact) {
        return false;
      }
    }
    return true;
  }
}
