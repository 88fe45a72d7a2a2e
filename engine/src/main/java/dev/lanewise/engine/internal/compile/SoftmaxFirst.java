package dev.lanewise.engine.internal.compile;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.op.Softmax;
import dev.lanewise.engine.op.Transpose;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A softmax of a transposed picture's channels is taken of the picture, where they lie side by
 * side, and then transposed: the heads of detectors are written the other way.
 *
 * <pre>
 * transpose 0 2 3 1 → softmax axis 3      softmax axis 1 → transpose 0 2 3 1, named as the softmax
 * </pre>
 *
 * <p>Bits: the same, for its sums go along the axis wherever that is.
 */
final class SoftmaxFirst {
  private static final int PICTURE = 4;

  private SoftmaxFirst() {}

  static Graph apply(Graph source) {
    var draft = new Draft(source);
    for (var node : source.nodes()) {
      var before = transposition(node, draft);
      if (before == null) {
        draft.append(node);
        continue;
      }
      draft.remove(before.name());
      var first = draft.name(node.name() + ".first");
      boolean log = ((Softmax) node.op()).log();
      draft.append(new Node(first, new Softmax(1, log), before.inputs()));
      draft.append(new Node(node.name(), before.op(), List.of(first)));
    }
    return draft.build();
  }

  /** The transposition of a picture before a softmax of its channels, or null. */
  private static @Nullable Node transposition(Node node, Draft draft) {
    if (!(node.op() instanceof Softmax softmax)) {
      return null;
    }
    var before = draft.node(node.inputs().getFirst());
    return before != null
            && draft.isReadOnce(before.name())
            && before.op() instanceof Transpose(var order)
            && order.size() == PICTURE
            && softmax.axis() != 1
            && order.get(softmax.axis()) == 1
        ? before
        : null;
  }
}
