package dev.lanewise.engine.internal.compile;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.op.Slice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A slice of a slice along other axes, where nobody else reads the first, becomes one of all axes:
 * exporters write a node for each axis.
 *
 * <pre>
 * slice 2[0::2] → slice 3[1::2]      slice 2[0::2] 3[1::2], named as the last
 * </pre>
 */
final class JoinSlices {
  private JoinSlices() {}

  static Graph apply(Graph source) {
    var draft = new Draft(source);
    for (var node : source.nodes()) {
      var joined = joined(node, draft);
      if (joined == null) {
        draft.append(node);
      } else {
        draft.remove(node.inputs().getFirst());
        draft.append(joined);
      }
    }
    return draft.build();
  }

  private static @Nullable Node joined(Node node, Draft draft) {
    var before = draft.node(node.inputs().isEmpty() ? "" : node.inputs().getFirst());
    if (before == null
        || !(node.op() instanceof Slice second)
        || !(before.op() instanceof Slice first)
        || !draft.isReadOnce(before.name())
        || first.ranges().stream().anyMatch(range -> cuts(second, range.axis()))) {
      return null;
    }
    var ranges = new ArrayList<>(first.ranges());
    ranges.addAll(second.ranges());
    return new Node(node.name(), new Slice(ranges), List.of(before.inputs().getFirst()));
  }

  private static boolean cuts(Slice slice, int axis) {
    return slice.ranges().stream().anyMatch(range -> range.axis() == axis);
  }
}
