package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.Activation.Kind;
import dev.lanewise.engine.op.Apply;
import dev.lanewise.engine.op.Binary;
import dev.lanewise.engine.op.Relu;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Functions of one element. */
final class Activations {
  static final List<Operator> OPERATORS =
      List.of(
          Operator.of("Relu", 1, Activations::relu),
          plain("Sigmoid", 1, Kind.SIGMOID),
          plain("HardSwish", 14, Kind.HARD_SWISH),
          plain("Tanh", 1, Kind.TANH),
          plain("Softplus", 1, Kind.SOFTPLUS),
          plain("Softsign", 1, Kind.SOFTSIGN),
          plain("Mish", 18, Kind.MISH),
          plain("Erf", 9, Kind.ERF),
          plain("Exp", 1, Kind.EXP),
          plain("Log", 1, Kind.LOG),
          plain("Sqrt", 1, Kind.SQRT),
          plain("Abs", 1, Kind.ABS),
          plain("Neg", 1, Kind.NEG),
          plain("Floor", 1, Kind.FLOOR),
          plain("Ceil", 1, Kind.CEIL),
          plain("Reciprocal", 1, Kind.RECIPROCAL),
          plain("Round", 11, Kind.ROUND),
          plain("Sign", 9, Kind.SIGN),
          plain("Sin", 7, Kind.SIN),
          plain("Cos", 7, Kind.COS),
          plain("Not", 1, Kind.NOT),
          function("Gelu", 20, Activations::gelu),
          function(
              "LeakyRelu", 1, node -> Activation.leakyRelu(node.attributes().real("alpha", 0.01f))),
          function("Elu", 1, node -> Activation.elu(node.attributes().real("alpha", 1))),
          function("Celu", 12, node -> Activation.celu(node.attributes().real("alpha", 1))),
          function("Swish", 24, node -> Activation.swish(node.attributes().real("alpha", 1))),
          function("Selu", 1, Activations::selu),
          function("HardSigmoid", 1, Activations::hardSigmoid),
          function(
              "ThresholdedRelu",
              10,
              node -> Activation.thresholdedRelu(node.attributes().real("alpha", 1))),
          Operator.of("Clip", 1, Activations::clip));

  private Activations() {}

  private static Operator plain(String name, int since, Kind kind) {
    return function(name, since, _ -> Activation.of(kind));
  }

  private static Operator function(
      String name, int since, Function<OnnxNode, Activation> activation) {
    return Operator.of(
        name,
        since,
        (node, draft) -> {
          node.arity(1, 1);
          return draft.node(new Apply(activation.apply(node)), node.input(0));
        });
  }

  private static Operand relu(OnnxNode node, Draft draft) {
    node.arity(1, 1);
    return draft.node(new Relu(), node.input(0));
  }

  private static Activation gelu(OnnxNode node) {
    var form = node.attributes().text("approximate", "none");
    return switch (form) {
      case "none" -> Activation.of(Kind.GELU);
      case "tanh" -> Activation.of(Kind.GELU_TANH);
      default ->
          throw node.error("attribute approximate must be none or tanh, is %s".formatted(form));
    };
  }

  private static Activation selu(OnnxNode node) {
    boolean old = node.version() < 6;
    return Activation.selu(
        node.attributes().real("alpha", old ? 1.6732f : 1.6732632f),
        node.attributes().real("gamma", old ? 1.0507f : 1.050701f));
  }

  private static Activation hardSigmoid(OnnxNode node) {
    return Activation.hardSigmoid(
        node.attributes().real("alpha", 0.2f), node.attributes().real("beta", 0.5f));
  }

  /**
   * The limits were attributes before operator set 11. One that is not given is the type's own, so
   * that nothing is infinite afterwards.
   */
  private static Operand clip(OnnxNode node, Draft draft) {
    if (node.version() < 11) {
      node.arity(1, 1);
      float least = node.attributes().real("min", -Float.MAX_VALUE);
      float most = node.attributes().real("max", Float.MAX_VALUE);
      if (!(least <= most)) {
        throw node.error("attribute min is %s, max is %s".formatted(least, most));
      }
      return draft.node(new Apply(Activation.clip(least, most)), node.input(0));
    }
    node.arity(1, 3);
    float least = limit(node, 1, "min", -Float.MAX_VALUE);
    float most = limit(node, 2, "max", Float.MAX_VALUE);
    if (least <= most) {
      return draft.node(new Apply(Activation.clip(least, most)), node.input(0));
    }
    var x = node.input(0);
    x = limited(draft, x, Binary.Function.MAX, node.optional(1));
    return limited(draft, x, Binary.Function.MIN, node.optional(2));
  }

  /** A constant limit of real numbers, or NaN where the general form must do. */
  private static float limit(OnnxNode node, int index, String what, float absent) {
    var operand = node.optional(index);
    if (node.input(0).type() != ElementType.F32) {
      return Float.NaN;
    }
    if (operand == null) {
      return absent;
    }
    return operand.isConstant() ? node.scalarFloat(index, what) : Float.NaN;
  }

  private static Operand limited(
      Draft draft, Operand x, Binary.Function function, @Nullable Operand limit) {
    return limit == null ? x : draft.node(new Binary(function), x, limit);
  }
}
