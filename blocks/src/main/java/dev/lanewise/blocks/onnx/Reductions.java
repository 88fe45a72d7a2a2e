package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.op.ArgReduce;
import dev.lanewise.engine.op.GlobalAveragePool;
import dev.lanewise.engine.op.Reduce;
import dev.lanewise.engine.op.Reduce.Kind;
import dev.lanewise.engine.op.Softmax;
import dev.lanewise.engine.op.TopK;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** One number of many along axes, where the largest are, and softmax. */
final class Reductions {
  static final List<Operator> OPERATORS =
      List.of(
          reduce("ReduceSum", Kind.SUM, 13),
          reduce("ReduceMean", Kind.MEAN, 18),
          reduce("ReduceMax", Kind.MAX, 18),
          reduce("ReduceMin", Kind.MIN, 18),
          reduce("ReduceProd", Kind.PROD, 18),
          reduce("ReduceL1", Kind.L1, 18),
          reduce("ReduceL2", Kind.L2, 18),
          reduce("ReduceSumSquare", Kind.SUM_SQUARE, 18),
          reduce("ReduceLogSum", Kind.LOG_SUM, 18),
          reduce("ReduceLogSumExp", Kind.LOG_SUM_EXP, 18),
          Operator.of("ArgMax", 1, (node, draft) -> argument(node, draft, true)),
          Operator.of("ArgMin", 1, (node, draft) -> argument(node, draft, false)),
          Operator.several("TopK", 1, Reductions::top),
          Operator.of("Softmax", 1, (node, draft) -> softmax(node, draft, false)),
          Operator.of("LogSoftmax", 1, (node, draft) -> softmax(node, draft, true)));

  private static final int LAST_INDEX = 12;
  private static final int K_IS_INPUT = 10;
  private static final int LARGEST = 11;
  private static final int SOFTMAX_OF_ONE_AXIS = 13;

  private Reductions() {}

  /** A reduction whose axes are an input since operator set {@code axesAreInput}. */
  private static Operator reduce(String name, Kind kind, int axesAreInput) {
    return Operator.of(
        name, 1, (node, draft) -> reduce(node, draft, kind, node.version() >= axesAreInput));
  }

  private static Operand reduce(OnnxNode node, Draft draft, Kind kind, boolean axesAreInput) {
    node.arity(1, axesAreInput ? 2 : 1);
    var x = node.input(0);
    boolean keeps = node.attributes().flag("keepdims", true);
    List<Long> given;
    if (axesAreInput) {
      given =
          node.optional(1) == null
              ? List.of()
              : Arrays.stream(node.longs(1, "axes")).boxed().toList();
      if (node.attributes().flag("noop_with_empty_axes", false) && given.isEmpty()) {
        return x;
      }
    } else {
      var axes = node.attributes().integers("axes");
      given = axes == null ? List.of() : axes;
    }
    var axes =
        given.isEmpty()
            ? IntStream.range(0, x.rank()).boxed().toList()
            : sorted(node, given, x.rank());
    boolean plane = x.rank() == 4 && axes.equals(List.of(2, 3)) && x.type() == ElementType.F32;
    if (kind == Kind.MEAN && plane) {
      var mean = draft.node(new GlobalAveragePool(), x);
      return keeps ? mean : Views.of(node, draft, mean, 0, 1);
    }
    return draft.node(new Reduce(kind, axes, keeps), x);
  }

  /** Axes as the engine takes them: not negative, ascending, each once. */
  static List<Integer> sorted(OnnxNode node, List<Long> axes, int rank) {
    var sorted = new TreeSet<Integer>();
    for (long given : axes) {
      if (!sorted.add(node.axis(given, rank))) {
        throw node.error("axis %d is there twice".formatted(given));
      }
    }
    return List.copyOf(sorted);
  }

  private static Operand argument(OnnxNode node, Draft draft, boolean largest) {
    node.arity(1, 1);
    var x = node.input(0);
    int axis = node.axis(node.attributes().integer("axis", 0), x.rank());
    boolean keeps = node.attributes().flag("keepdims", true);
    boolean last =
        node.version() >= LAST_INDEX && node.attributes().flag("select_last_index", false);
    return draft.node(new ArgReduce(largest, axis, keeps, last), x);
  }

  private static List<Operand> top(OnnxNode node, Draft draft) {
    var x = node.input(0);
    long k;
    if (node.version() < K_IS_INPUT) {
      node.arity(1, 1);
      k = node.attributes().integer("k", -1);
    } else {
      node.arity(2, 2);
      k = node.scalarLong(1, "K");
    }
    if (k < 0) {
      throw node.error("K must be 0 or more, is %d".formatted(k));
    }
    int axis = node.axis(node.attributes().integer("axis", -1), x.rank());
    boolean largest = true;
    if (node.version() >= LARGEST) {
      largest = node.attributes().flag("largest", true);
      // In no order if 0, so also in ours.
      node.attributes().flag("sorted", true);
    }
    int count = node.size(k, "K");
    var results = new ArrayList<Operand>();
    for (boolean indices : new boolean[] {false, true}) {
      results.add(draft.node(new TopK(axis, count, largest, indices), x));
    }
    return results;
  }

  /** Before operator set 13 over all axes from one on, as the columns of a matrix. */
  private static Operand softmax(OnnxNode node, Draft draft, boolean log) {
    node.arity(1, 1);
    var x = node.input(0);
    if (node.version() >= SOFTMAX_OF_ONE_AXIS) {
      int axis = node.axis(node.attributes().integer("axis", -1), x.rank());
      return draft.node(new Softmax(axis, log), x);
    }
    int axis = node.axis(node.attributes().integer("axis", 1), x.rank());
    if (IntStream.range(axis + 1, x.rank()).allMatch(after -> x.dim(after) == 1)) {
      return draft.node(new Softmax(axis, log), x);
    }
    var matrix = draft.node(new Softmax(1, log), Reshapes.flattened(node, draft, x, axis));
    return Reshapes.restored(node, draft, matrix, x.shape());
  }
}
