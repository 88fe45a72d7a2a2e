package dev.lanewise.engine.internal.compile;

import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.AveragePool;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.Fused;
import dev.lanewise.engine.op.Window;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A 1×1 convolution whose pixels are then averaged, as DenseNet's transitions are, averages first:
 * a mean of sums is the sum of means, and the convolution has the fewer pixels.
 *
 * <pre>
 * conv 1×1 → average 2×2 / 2      average 2×2 / 2 → conv 1×1, a quarter of the multiply-adds
 * </pre>
 *
 * <p>Only where every window is full: one over padding would count the bias less often than the
 * convolution gives it. The layer takes the pooling's name. Other roundings than in the source's
 * order, and fewer.
 */
final class PoolFirst {
  private PoolFirst() {}

  static Graph apply(Graph source) {
    var draft = new Draft(source);
    for (var node : source.nodes()) {
      var layer =
          node.op() instanceof AveragePool pool && isFullAndFewer(pool)
              ? linear(node.inputs().getFirst(), draft)
              : null;
      if (layer == null) {
        draft.append(node);
        continue;
      }
      draft.remove(layer.name());
      var inputs = new ArrayList<>(layer.inputs());
      var pooled = draft.name(inputs.getFirst() + ".pooled");
      draft.append(new Node(pooled, node.op(), inputs.subList(0, 1)));
      inputs.set(0, pooled);
      draft.append(new Node(node.name(), layer.op(), inputs));
    }
    return draft.build();
  }

  /** Whether all windows lie inside the picture, and there are fewer than pixels. */
  private static boolean isFullAndFewer(AveragePool pool) {
    Window window = pool.window();
    int padding = window.padTop() + window.padLeft() + window.padBottom() + window.padRight();
    return padding == 0 && !pool.ceilMode() && window.strideH() * window.strideW() > 1;
  }

  /** The 1×1 convolution that gives this value to one reader only, and nothing but its sums. */
  private static @Nullable Node linear(String value, Draft draft) {
    var node = draft.node(value);
    return node != null
            && node.op() instanceof Fused(Conv conv, boolean skip, Activation activation)
            && conv.window().isPointwise()
            && !skip
            && activation.equals(Activation.NONE)
            && draft.isReadOnce(value)
        ? node
        : null;
  }
}
