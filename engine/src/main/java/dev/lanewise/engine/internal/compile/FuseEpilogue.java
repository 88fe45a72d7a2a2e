package dev.lanewise.engine.internal.compile;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.Apply;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.Relu;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The skip add and the activation that follow a convolution or linear layer become part of it,
 * where nobody else reads the value between them.
 *
 * <pre>
 * conv → add → relu      one node with a skip, named relu
 * conv → relu → add      a node named relu; the add stays
 * </pre>
 *
 * <p>Either operand of the add may be the layer, since a float sum does not depend on the order of
 * its two terms. Where both could be, it is the one that runs later, so that its skip is there
 * already. Where the skip is computed after the layer, the layer moves to the add's place.
 */
final class FuseEpilogue {
  private FuseEpilogue() {}

  static Graph apply(Graph source) {
    var draft = new Draft(source);
    for (var node : source.nodes()) {
      boolean fused =
          switch (node.op()) {
            case Add add -> fuseAdd(node, draft);
            case Relu relu -> fuseActivation(node, Activation.RELU, draft);
            case Apply(Activation function) -> fuseActivation(node, function, draft);
            default -> false;
          };
      if (!fused) {
        draft.append(node);
      }
    }
    return draft.build();
  }

  private static boolean fuseAdd(Node add, Draft draft) {
    var a = add.inputs().get(0);
    var b = add.inputs().get(1);
    boolean secondIsLater = draft.place(b) > draft.place(a);
    var later = secondIsLater ? b : a;
    var earlier = secondIsLater ? a : b;
    return fuseAdd(later, earlier, add, draft) || fuseAdd(earlier, later, add, draft);
  }

  private static boolean fuseAdd(String layerName, String skip, Node add, Draft draft) {
    var layer = open(layerName, draft);
    if (layer == null || !(layer.op() instanceof Fused fused) || fused.skip()) {
      return false;
    }
    var inputs = new ArrayList<>(layer.inputs());
    inputs.add(skip);
    var node = new Node(add.name(), new Fused(fused.op(), true, Activation.NONE), inputs);
    if (draft.place(skip) < draft.place(layerName)) {
      draft.replace(layerName, node);
    } else {
      draft.remove(layerName);
      draft.append(node);
    }
    return true;
  }

  private static boolean fuseActivation(Node node, Activation function, Draft draft) {
    var layerName = node.inputs().getFirst();
    var layer = open(layerName, draft);
    if (layer == null || !(layer.op() instanceof Fused fused)) {
      return false;
    }
    var activated = new Fused(fused.op(), fused.skip(), function);
    draft.replace(layerName, new Node(node.name(), activated, layer.inputs()));
    return true;
  }

  /** The layer that computes this value for one reader only and ends without an activation. */
  private static @Nullable Node open(String value, Draft draft) {
    var node = draft.node(value);
    return node != null
            && node.op() instanceof Fused fused
            && fused.activation().equals(Activation.NONE)
            && draft.isReadOnce(value)
        ? node
        : null;
  }
}
