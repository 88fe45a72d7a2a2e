package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.Apply;
import dev.lanewise.engine.op.BatchNorm;
import dev.lanewise.engine.op.Binary;
import dev.lanewise.engine.op.Binary.Function;
import dev.lanewise.engine.op.Lrn;
import dev.lanewise.engine.op.Reduce;
import java.util.List;
import java.util.stream.IntStream;

/** Normalisations over a batch's statistics, a picture's, neighbouring channels or features. */
final class Normalisations {
  static final List<Operator> OPERATORS =
      List.of(
          Operator.several("BatchNormalization", 1, Normalisations::batch),
          Operator.of("InstanceNormalization", 1, Normalisations::instance),
          Operator.several("LayerNormalization", 17, Normalisations::layer),
          Operator.of("MeanVarianceNormalization", 9, Normalisations::meanVariance),
          Operator.of("LRN", 1, Normalisations::lrn));

  private static final int NO_TEST_MODE = 7;
  private static final int ALWAYS_SPATIAL = 9;
  private static final int TRAINING_MODE = 14;

  private Normalisations() {}

  private static List<Operand> batch(OnnxNode node, Draft draft) {
    node.arity(5, 5);
    double epsilon = epsilon(node);
    var attributes = node.attributes();
    attributes.ignore("momentum");
    if (node.version() < NO_TEST_MODE && attributes.integer("is_test", 0) == 0) {
      throw node.error("attribute is_test = 0, which is training, is not supported");
    }
    if (node.version() < ALWAYS_SPATIAL && attributes.integer("spatial", 1) == 0) {
      throw node.error("attribute spatial = 0 is not supported");
    }
    if (node.version() >= TRAINING_MODE && attributes.flag("training_mode", false)) {
      throw node.error("attribute training_mode = 1 is not supported");
    }
    var x = node.input(0);
    if (x.rank() < 2) {
      throw node.error("input must have channels, has shape %s".formatted(x.shape()));
    }
    boolean constant = IntStream.range(1, 5).allMatch(i -> node.input(i).isConstant());
    if (constant && (x.rank() == 4 || x.rank() == 2)) {
      return List.of(draft.node(new BatchNorm(epsilon), node.all()));
    }
    for (int i = 1; i < 5; i++) {
      if (node.input(i).rank() != 1) {
        throw node.error(
            "input %d must be a vector, has shape %s".formatted(i, node.input(i).shape()));
      }
    }
    var deviation = root(draft, plus(draft, node.input(4), epsilon));
    var scale = draft.node(new Binary(Function.DIV), node.input(1), deviation);
    var shift =
        draft.node(
            new Binary(Function.SUB),
            node.input(2),
            draft.node(new Binary(Function.MUL), node.input(3), scale));
    return List.of(scaled(node, draft, x, scale, shift));
  }

  /**
   * As the shortest decimal that means the float32: exporters write 1e-5, and networks are defined
   * with that.
   */
  private static double epsilon(OnnxNode node) {
    float epsilon = node.attributes().real("epsilon", 1e-5f);
    if (!(epsilon >= 0) || Float.isInfinite(epsilon)) {
      throw node.error(
          "attribute epsilon must be finite and not negative, is %s".formatted(epsilon));
    }
    return Double.parseDouble(Float.toString(epsilon));
  }

  private static Operand instance(OnnxNode node, Draft draft) {
    node.arity(3, 3);
    var x = node.input(0);
    if (x.rank() < 3 || node.input(1).rank() != 1 || node.input(2).rank() != 1) {
      throw node.error(
          "input must be pictures, scale and bias vectors; shapes are %s, %s and %s"
              .formatted(x.shape(), node.input(1).shape(), node.input(2).shape()));
    }
    var centred = centred(draft, x, axes(2, x.rank()));
    var deviation =
        root(draft, plus(draft, meanSquare(draft, centred, axes(2, x.rank())), epsilon(node)));
    var normal = draft.node(new Binary(Function.DIV), centred, deviation);
    return scaled(node, draft, normal, node.input(1), node.input(2));
  }

  /** x · scale + shift, each of a number for each channel. */
  private static Operand scaled(
      OnnxNode node, Draft draft, Operand x, Operand scale, Operand shift) {
    var scales = Views.padded(node, draft, scale, 1, x.rank());
    var shifts = Views.padded(node, draft, shift, 1, x.rank());
    var product = draft.node(new Binary(Function.MUL), x, scales);
    return draft.node(new Binary(Function.ADD), product, shifts);
  }

  private static List<Operand> layer(OnnxNode node, Draft draft) {
    node.arity(2, 3);
    var x = node.input(0);
    int axis = node.axis(node.attributes().integer("axis", -1), x.rank());
    node.attributes().ignore("stash_type");
    var axes = axes(axis, x.rank());
    var centred = centred(draft, x, axes);
    var deviation = root(draft, plus(draft, meanSquare(draft, centred, axes), epsilon(node)));
    var normal = draft.node(new Binary(Function.DIV), centred, deviation);
    var product = draft.node(new Binary(Function.MUL), normal, node.input(1));
    var bias = node.optional(2);
    return List.of(bias == null ? product : draft.node(new Binary(Function.ADD), product, bias));
  }

  private static Operand meanVariance(OnnxNode node, Draft draft) {
    node.arity(1, 1);
    var x = node.input(0);
    var given = node.attributes().integers("axes");
    var axes = Reductions.sorted(node, given == null ? List.of(0L, 2L, 3L) : given, x.rank());
    var centred = centred(draft, x, axes);
    var deviation = plus(draft, root(draft, meanSquare(draft, centred, axes)), 1e-9);
    return draft.node(new Binary(Function.DIV), centred, deviation);
  }

  private static Operand lrn(OnnxNode node, Draft draft) {
    node.arity(1, 1);
    var attributes = node.attributes();
    if (!attributes.has("size")) {
      throw node.error("attribute size is missing");
    }
    return draft.node(
        new Lrn(
            node.size(attributes.integer("size", 0), "attribute size"),
            attributes.real("alpha", 1e-4f),
            attributes.real("beta", 0.75f),
            attributes.real("bias", 1)),
        node.input(0));
  }

  private static List<Integer> axes(int begin, int end) {
    return IntStream.range(begin, end).boxed().toList();
  }

  private static Operand centred(Draft draft, Operand x, List<Integer> axes) {
    var mean = draft.node(new Reduce(Reduce.Kind.MEAN, axes, true), x);
    return draft.node(new Binary(Function.SUB), x, mean);
  }

  private static Operand meanSquare(Draft draft, Operand x, List<Integer> axes) {
    var square = draft.node(new Binary(Function.MUL), x, x);
    return draft.node(new Reduce(Reduce.Kind.MEAN, axes, true), square);
  }

  private static Operand plus(Draft draft, Operand x, double number) {
    return draft.node(new Binary(Function.ADD), x, draft.scalar(number));
  }

  private static Operand root(Draft draft, Operand x) {
    return draft.node(new Apply(Activation.of(Activation.Kind.SQRT)), x);
  }
}
