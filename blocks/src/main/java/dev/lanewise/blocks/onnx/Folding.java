package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Graph;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import dev.lanewise.engine.op.Add;
import dev.lanewise.engine.op.Apply;
import dev.lanewise.engine.op.ArgReduce;
import dev.lanewise.engine.op.Binary;
import dev.lanewise.engine.op.Cast;
import dev.lanewise.engine.op.Concat;
import dev.lanewise.engine.op.Expand;
import dev.lanewise.engine.op.Flatten;
import dev.lanewise.engine.op.Gather;
import dev.lanewise.engine.op.OneHot;
import dev.lanewise.engine.op.Op;
import dev.lanewise.engine.op.Pad;
import dev.lanewise.engine.op.PadChannels;
import dev.lanewise.engine.op.Reduce;
import dev.lanewise.engine.op.Relu;
import dev.lanewise.engine.op.Reshape;
import dev.lanewise.engine.op.Slice;
import dev.lanewise.engine.op.Tile;
import dev.lanewise.engine.op.TopK;
import dev.lanewise.engine.op.Transpose;
import dev.lanewise.engine.op.Where;
import dev.lanewise.engine.reference.Interpreter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Computes what depends on constants alone, by the reference interpreter: the shape arithmetic that
 * exporters leave in a model. Operators whose work is not in proportion to their elements, such as
 * convolutions, stay nodes; so does everything once the work has become too much for a reader.
 */
final class Folding {
  /**
   * Of the constants' limit in bytes, how many elements may be read and written all in all, and a
   * sixteenth of it at once: the interpreter takes some tens of nanoseconds and bytes for each.
   */
  private static final int LIMIT_PER_ELEMENT = 4;

  private static final int SHARE_AT_ONCE = 16;

  /** Shapes and the like are computed whatever the limit. */
  private static final int SMALL = 1000;

  private final ConstantStore store;
  private final UnknownExtents unknowns;
  private long work;

  Folding(ConstantStore store, UnknownExtents unknowns) {
    this.store = store;
    this.unknowns = unknowns;
  }

  /** The result, or null where the operator must be a node of the graph. */
  @Nullable Operand fold(
      Op op, List<Operand> inputs, ElementType type, Shape shape, OnnxNode node) {
    if (!inputs.stream().allMatch(Operand::isConstant)) {
      requireWhole(inputs, node);
      return null;
    }
    boolean partial = inputs.stream().anyMatch(Operand::isPartial);
    var result =
        isCheap(op) && (!partial || moves(op)) && shape.isKnown()
            ? evaluate(op, inputs, type, shape, node)
            : null;
    if (result == null) {
      requireWhole(inputs, node);
      return null;
    }
    return partial ? unknowns.constant(result) : Operand.constant(result);
  }

  private static void requireWhole(List<Operand> inputs, OnnxNode node) {
    if (inputs.stream().anyMatch(Operand::isPartial)) {
      throw node.unknown("computes with extents that are not known");
    }
  }

  private @Nullable Tensor evaluate(
      Op op, List<Operand> inputs, ElementType type, Shape shape, OnnxNode node) {
    var first = Objects.requireNonNull(inputs.getFirst().constant());
    if (op instanceof Reshape || op instanceof Flatten) {
      return Tensor.view(first.segment(), type, shape, Layout.NCHW);
    }
    store.check(type, shape, node.label());
    long more = shape.elements();
    for (var input : inputs) {
      more += input.shape().elements();
    }
    long most = store.limit() / LIMIT_PER_ELEMENT;
    if (more > most - work || more > most / SHARE_AT_ONCE + SMALL) {
      return null;
    }
    work += more;
    return store.allocate(type, shape, node.label()).copyFrom(interpret(op, inputs));
  }

  private static Tensor interpret(Op op, List<Operand> inputs) {
    var graph = Graph.builder("constants");
    var names = new String[inputs.size()];
    for (int i = 0; i < names.length; i++) {
      names[i] = graph.constant("c" + i, Objects.requireNonNull(inputs.get(i).constant()));
    }
    graph.output(graph.node("y", op, names));
    return Objects.requireNonNull(Interpreter.run(graph.build(), Map.of()).get("y"));
  }

  /** Whether an operator only moves elements about. */
  private static boolean moves(Op op) {
    return switch (op) {
      case Concat _, Slice _, Reshape _, Transpose _, Expand _, Tile _, Gather _, Flatten _ -> true;
      case Cast(ElementType to) -> to == ElementType.I64;
      default -> false;
    };
  }

  private static boolean isCheap(Op op) {
    return switch (op) {
      case Concat _, Slice _, Reshape _, Transpose _, Expand _, Tile _, Gather _, Flatten _ -> true;
      case Cast _, Apply _, Binary _, Where _, Relu _, Add _, Pad _, PadChannels _, OneHot _ ->
          true;
      case Reduce _, ArgReduce _, TopK _ -> true;
      default -> false;
    };
  }
}
