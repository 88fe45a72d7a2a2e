package dev.lanewise.engine.internal.compile;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.MatrixOp;
import java.util.ArrayList;

/**
 * Every Conv and Linear becomes a {@link Fused} with an explicit bias, zeros where it had none, so
 * that the passes after this one and whoever runs the graph know a single form. The bias starts the
 * sum in either form, so the bits stay.
 */
final class UnifyMatrixOps {
  private UnifyMatrixOps() {}

  static Graph apply(Graph source, FoldedConstants weights) {
    var draft = new Draft(source);
    for (var node : source.nodes()) {
      draft.append(
          node.op() instanceof MatrixOp op ? unify(node, op, source, draft, weights) : node);
    }
    return draft.build();
  }

  private static Node unify(
      Node node, MatrixOp op, Graph source, Draft draft, FoldedConstants weights) {
    var inputs = new ArrayList<>(node.inputs());
    if (inputs.size() == 2) {
      var shape = source.shape(inputs.get(1));
      if (shape.dim(0) == Shape.UNKNOWN) {
        throw new ShapeException(
            "%s: weights \"%s\" are declared as %s, their first extent must be known"
                .formatted(node.name(), inputs.get(1), shape));
      }
      var bias = Shape.of(shape.dim(0));
      var zeros = weights.computeIfAbsent("zeros of " + bias, bias, target -> {});
      inputs.add(draft.add("zeros" + bias, zeros));
    }
    return new Node(node.name(), new Fused(op, false, Activation.NONE), inputs);
  }
}
