package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Conv;
import dev.lanewise.engine.op.ConvTranspose;
import dev.lanewise.engine.op.Op;
import java.util.Arrays;
import java.util.List;

/** Convolutions and transposed ones, over one axis or two. */
final class Convolutions {
  static final List<Operator> OPERATORS =
      List.of(
          Operator.of("Conv", 1, Convolutions::conv),
          Operator.of("ConvTranspose", 1, Convolutions::transposed));

  private Convolutions() {}

  private static Operand conv(OnnxNode node, Draft draft) {
    var geometry = Geometry.of(node, input(node), kernel(node), true);
    return apply(node, draft, new Conv(geometry.window(), groups(node)));
  }

  private static Operand input(OnnxNode node) {
    node.arity(2, 3);
    var x = node.input(0);
    if (node.input(1).rank() != x.rank()) {
      throw node.error(
          "input has shape %s, weights have %s".formatted(x.shape(), node.input(1).shape()));
    }
    return x;
  }

  private static int[] kernel(OnnxNode node) {
    var weights = node.input(1);
    if (weights.rank() < 3 || !weights.shape().isKnown()) {
      throw node.unknown("the weights' shape must be known, is %s".formatted(weights.shape()));
    }
    return Arrays.copyOfRange(weights.shape().toArray(), 2, weights.rank());
  }

  private static int groups(OnnxNode node) {
    return node.size(node.attributes().integer("group", 1), "attribute group");
  }

  private static Operand apply(OnnxNode node, Draft draft, Op op) {
    var x = Rows.raised(node, draft, node.input(0));
    var weights = Rows.raised(node, draft, node.input(1));
    var bias = node.optional(2);
    var y = bias == null ? draft.node(op, x, weights) : draft.node(op, x, weights, bias);
    return Rows.lowered(node, draft, y, node.input(0));
  }

  private static Operand transposed(OnnxNode node, Draft draft) {
    var x = input(node);
    var geometry = Geometry.unpadded(node, x, kernel(node), true);
    int axes = geometry.kernel().length;
    var more = Geometry.numbers(node, "output_padding", axes, 0);
    var auto = Geometry.autoPad(node);
    boolean sized = node.attributes().has("output_shape");
    boolean same = auto == Geometry.AutoPad.SAME_UPPER || auto == Geometry.AutoPad.SAME_LOWER;
    if (sized || same) {
      var given = sized ? outputShape(node, axes) : new int[axes];
      for (int i = 0; i < axes; i++) {
        pad(node, geometry, i, sized ? given[i] : Shape.UNKNOWN, more, auto);
      }
    }
    int last = axes - 1;
    var op =
        new ConvTranspose(geometry.window(), groups(node), last == 0 ? 0 : more[0], more[last]);
    return apply(node, draft, op);
  }

  /** The extents of the picture alone; some exporters write batch and channels before them. */
  private static int[] outputShape(OnnxNode node, int axes) {
    var given = node.attributes().integers("output_shape");
    boolean whole = given != null && given.size() == axes + 2;
    var shape = Geometry.numbers(node, "output_shape", whole ? axes + 2 : axes, 0);
    return whole ? Arrays.copyOfRange(shape, 2, axes + 2) : shape;
  }

  /**
   * Chooses the padding for an output of {@code out} pixels along an axis, or, if that is unknown,
   * of the input's times the stride. What is lacking is added at the end.
   */
  private static void pad(
      OnnxNode node, Geometry geometry, int axis, int out, int[] more, Geometry.AutoPad auto) {
    int extent = node.input(0).dim(2 + axis);
    int stride = geometry.strides()[axis];
    if (extent == Shape.UNKNOWN && out != Shape.UNKNOWN) {
      throw node.unknown(
          "attribute output_shape needs the extents of %s".formatted(node.input(0).shape()));
    }
    // For SAME the extent drops out: stride · extent − output = 0.
    long fitted = out == Shape.UNKNOWN ? 0 : (long) stride * extent - out;
    long total = fitted - stride + more[axis] + geometry.reach(axis);
    if (total < 0) {
      more[axis] = node.size(more[axis] - total, "output padding");
      total = 0;
    }
    int padding = node.size(total, "padding");
    int begin = auto == Geometry.AutoPad.SAME_UPPER ? padding / 2 : padding - padding / 2;
    geometry.begins()[axis] = begin;
    geometry.ends()[axis] = padding - begin;
  }
}
