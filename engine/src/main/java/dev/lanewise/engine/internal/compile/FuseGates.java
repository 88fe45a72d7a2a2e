package dev.lanewise.engine.internal.compile;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Node;
import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.Apply;
import dev.lanewise.engine.op.Binary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value times a gate of itself becomes one activation, as exporters write out those that have no
 * operator of their own:
 *
 * <pre>
 * x · sigmoid(x)                      SiLU
 * x · hard_sigmoid(x), α = 1/6, β = ½ hard swish
 * x · clip(x + 3, 0, 6) / 6           hard swish
 * </pre>
 *
 * <p>Where somebody else reads the gate, it stays as it is.
 */
final class FuseGates {
  private static final Activation SIGMOID = Activation.of(Activation.Kind.SIGMOID);
  private static final float SIXTH = 1f / 6;

  private FuseGates() {}

  static Graph apply(Graph source) {
    var draft = new Draft(source);
    for (var node : source.nodes()) {
      if (!(node.op() instanceof Binary(Binary.Function function)
          && fuse(node, function, source, draft))) {
        draft.append(node);
      }
    }
    return draft.build();
  }

  private static boolean fuse(Node node, Binary.Function function, Graph source, Draft draft) {
    return switch (function) {
      case MUL -> fuse(node, 0, draft) || fuse(node, 1, draft);
      case DIV -> isNumber(node.inputs().get(1), 6, draft) && fuseWrittenOut(node, source, draft);
      default -> false;
    };
  }

  /** Of a quotient by 6, unless a number of more axes than x has gives it some. */
  private static boolean fuseWrittenOut(Node quotient, Graph source, Draft draft) {
    var product = once(quotient.inputs().getFirst(), Binary.Function.MUL, draft);
    if (product == null) {
      return false;
    }
    for (int operand = 0; operand < 2; operand++) {
      var x = product.inputs().get(1 - operand);
      var clip = draft.node(product.inputs().get(operand));
      if (clip == null
          || !clip.op().equals(new Apply(Activation.clip(0, 6)))
          || !draft.isReadOnce(clip.name())) {
        continue;
      }
      var sum = once(clip.inputs().getFirst(), Binary.Function.ADD, draft);
      if (sum != null
          && sum.inputs().getFirst().equals(x)
          && source.shape(x).rank() == source.shape(quotient.name()).rank()
          && isNumber(sum.inputs().getLast(), 3, draft)) {
        List.of(sum, clip, product).forEach(each -> draft.remove(each.name()));
        var whole = new Apply(Activation.of(Activation.Kind.HARD_SWISH));
        draft.append(new Node(quotient.name(), whole, List.of(x)));
        return true;
      }
    }
    return false;
  }

  /** The node of this function that computes a value for one reader only. */
  private static @Nullable Node once(String value, Binary.Function function, Draft draft) {
    var node = draft.node(value);
    return node != null && node.op().equals(new Binary(function)) && draft.isReadOnce(value)
        ? node
        : null;
  }

  private static boolean isNumber(String name, float number, Draft draft) {
    var constant = draft.constant(name);
    return constant != null
        && constant.type() == ElementType.F32
        && constant.shape().elements() == 1
        && constant.get(new int[constant.shape().rank()]) == number;
  }

  private static boolean fuse(Node product, int gateOperand, Draft draft) {
    var x = product.inputs().get(1 - gateOperand);
    var gate = draft.node(product.inputs().get(gateOperand));
    if (gate == null
        || !(gate.op() instanceof Apply(Activation function))
        || !gate.inputs().getFirst().equals(x)
        || !draft.isReadOnce(gate.name())) {
      return false;
    }
    var whole = gated(function);
    if (whole.equals(Activation.NONE)) {
      return false;
    }
    draft.remove(gate.name());
    draft.append(new Node(product.name(), new Apply(whole), List.of(x)));
    return true;
  }

  /** What x times this gate of x is, or nothing known. */
  private static Activation gated(Activation gate) {
    if (gate.equals(SIGMOID)) {
      return Activation.swish(1);
    }
    // Exporters write a sixth with more or fewer digits.
    return gate.kind() == Activation.Kind.HARD_SIGMOID
            && Math.abs(gate.alpha() - SIXTH) < 1e-6f
            && gate.beta() == 0.5f
        ? Activation.of(Activation.Kind.HARD_SWISH)
        : Activation.NONE;
  }
}
