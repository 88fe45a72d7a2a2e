package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.op.Activation;
import dev.lanewise.engine.op.Apply;
import dev.lanewise.engine.op.AveragePool;
import dev.lanewise.engine.op.Binary;
import dev.lanewise.engine.op.GlobalAveragePool;
import dev.lanewise.engine.op.LpPool;
import dev.lanewise.engine.op.MaxPool;
import dev.lanewise.engine.op.MaxPoolIndices;
import dev.lanewise.engine.op.Op;
import dev.lanewise.engine.op.Reduce;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Pools over windows of one axis or two, and over all that is there. */
final class Pools {
  static final List<Operator> OPERATORS =
      List.of(
          Operator.several("MaxPool", 1, Pools::max),
          Operator.of("AveragePool", 1, Pools::average),
          Operator.of("LpPool", 1, Pools::lp),
          Operator.of("GlobalAveragePool", 1, Pools::globalAverage),
          Operator.of("GlobalMaxPool", 1, (node, draft) -> reduce(node, draft, Reduce.Kind.MAX)),
          Operator.of("GlobalLpPool", 1, Pools::globalLp));

  private static final int INDICES = 8;
  private static final int COUNTS_PADDING = 7;
  private static final int CEIL = 10;
  private static final int CEIL_OF_LP = 18;
  private static final int DILATED_AVERAGES = 19;
  private static final int WHOLE_P = 2;

  private Pools() {}

  private static List<Operand> max(OnnxNode node, Draft draft) {
    node.arity(1, 1);
    var x = node.input(0);
    boolean ceil = node.version() >= CEIL && node.attributes().flag("ceil_mode", false);
    boolean columns = node.version() >= INDICES && node.attributes().flag("storage_order", false);
    var window = Geometry.of(node, x, null, node.version() >= CEIL).window();
    var results = new ArrayList<>(List.of(pool(node, draft, new MaxPool(window, ceil))));
    if (node.version() >= INDICES && node.wants(1)) {
      results.add(pool(node, draft, new MaxPoolIndices(window, ceil, columns && x.rank() == 4)));
    }
    return results;
  }

  private static Operand average(OnnxNode node, Draft draft) {
    node.arity(1, 1);
    boolean ceil = node.version() >= CEIL && node.attributes().flag("ceil_mode", false);
    boolean counts =
        node.version() >= COUNTS_PADDING && node.attributes().flag("count_include_pad", false);
    boolean dilated = node.version() >= DILATED_AVERAGES;
    var window = Geometry.of(node, node.input(0), null, dilated).window();
    return pool(node, draft, new AveragePool(window, ceil, counts));
  }

  private static Operand lp(OnnxNode node, Draft draft) {
    node.arity(1, 1);
    boolean ceil = node.version() >= CEIL_OF_LP && node.attributes().flag("ceil_mode", false);
    var window = Geometry.of(node, node.input(0), null, node.version() >= CEIL_OF_LP).window();
    return pool(node, draft, new LpPool(window, ceil, p(node)));
  }

  private static Operand pool(OnnxNode node, Draft draft, Op op) {
    var x = node.input(0);
    return Rows.lowered(node, draft, draft.node(op, Rows.raised(node, draft, x)), x);
  }

  private static int p(OnnxNode node) {
    double p =
        node.version() < WHOLE_P
            ? node.attributes().real("p", 2)
            : node.attributes().integer("p", 2);
    if (p < 1 || p > Short.MAX_VALUE || p != Math.rint(p)) {
      throw node.error("attribute p must be a whole number from 1 on, is %s".formatted(p));
    }
    return (int) p;
  }

  private static Operand globalAverage(OnnxNode node, Draft draft) {
    node.arity(1, 1);
    return node.input(0).rank() == 4
        ? draft.node(new GlobalAveragePool(), node.input(0))
        : reduce(node, draft, Reduce.Kind.MEAN);
  }

  private static Operand reduce(OnnxNode node, Draft draft, Reduce.Kind kind) {
    node.arity(1, 1);
    return reduce(node, draft, node.input(0), kind);
  }

  private static Operand reduce(OnnxNode node, Draft draft, Operand x, Reduce.Kind kind) {
    if (x.rank() < 3 || x.type() != ElementType.F32) {
      throw node.error("input must be pictures of real numbers, is %s".formatted(x));
    }
    var axes = IntStream.range(2, x.rank()).boxed().toList();
    return draft.node(new Reduce(kind, axes, true), x);
  }

  private static Operand globalLp(OnnxNode node, Draft draft) {
    int p = p(node);
    if (p <= 2) {
      return reduce(node, draft, p == 1 ? Reduce.Kind.L1 : Reduce.Kind.L2);
    }
    node.arity(1, 1);
    var size = draft.node(new Apply(Activation.of(Activation.Kind.ABS)), node.input(0));
    var power = draft.node(new Binary(Binary.Function.POW), size, draft.scalar(p));
    var sum = reduce(node, draft, power, Reduce.Kind.SUM);
    return draft.node(new Binary(Binary.Function.POW), sum, draft.scalar(1.0 / p));
  }
}
