package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.op.Op;
import dev.lanewise.engine.op.Pad;
import dev.lanewise.engine.op.PadChannels;
import java.util.Arrays;
import java.util.List;

/** What is put around a tensor, or cut off. */
final class Padding {
  static final List<Operator> OPERATORS = List.of(Operator.of("Pad", 1, Padding::pad));

  private static final int PADS_ARE_INPUT = 11;
  private static final int AXES = 18;
  private static final int WRAPS = 19;

  private Padding() {}

  private static Operand pad(OnnxNode node, Draft draft) {
    var x = node.input(0);
    double value = 0;
    long[] pads;
    var axes = Parts.counted(x.rank());
    if (node.version() < PADS_ARE_INPUT) {
      node.arity(1, 1);
      pads = Parts.required(node, node.version() == 1 ? "paddings" : "pads");
      value = node.attributes().real("value", 0);
    } else {
      node.arity(2, node.version() >= AXES ? 4 : 3);
      pads = node.longs(1, "pads");
      if (node.optional(2) != null) {
        value =
            x.type() == ElementType.F32
                ? node.scalarFloat(2, "constant_value")
                : node.scalarLong(2, "constant_value");
      }
      axes = node.optional(3) == null ? axes : node.longs(3, "axes");
    }
    if (pads.length != 2 * axes.length) {
      throw node.error(
          "%d axes need %d pads, there are %d"
              .formatted(axes.length, 2 * axes.length, pads.length));
    }
    var before = new Integer[x.rank()];
    var after = new Integer[x.rank()];
    Arrays.fill(before, 0);
    Arrays.fill(after, 0);
    for (int i = 0; i < axes.length; i++) {
      int axis = node.axis(axes[i], x.rank());
      before[axis] = node.size(pads[i], "a pad");
      after[axis] = node.size(pads[axes.length + i], "a pad");
    }
    return draft.node(pad(mode(node), List.of(before), List.of(after), value, x), x);
  }

  private static Pad.Mode mode(OnnxNode node) {
    var mode = node.attributes().text("mode", "constant");
    return switch (mode) {
      case "constant" -> Pad.Mode.CONSTANT;
      case "reflect" -> Pad.Mode.REFLECT;
      case "edge" -> Pad.Mode.EDGE;
      case "wrap" -> {
        if (node.version() < WRAPS) {
          throw node.error("attribute mode wrap came with operator set 19");
        }
        yield Pad.Mode.WRAP;
      }
      default ->
          throw node.error(
              "attribute mode must be constant, reflect, edge or wrap, is %s".formatted(mode));
    };
  }

  /** Zeros around channels alone are the shortcut without parameters, which has a fast path. */
  private static Op pad(
      Pad.Mode mode, List<Integer> before, List<Integer> after, double value, Operand x) {
    boolean channels =
        mode == Pad.Mode.CONSTANT
            && value == 0
            && x.type() == ElementType.F32
            && x.rank() == 4
            && before.get(1) >= 0
            && after.get(1) >= 0;
    for (int axis = 0; axis < before.size(); axis++) {
      channels &= axis == 1 || (before.get(axis) == 0 && after.get(axis) == 0);
    }
    return channels
        ? new PadChannels(before.get(1), after.get(1))
        : new Pad(before, after, mode, value);
  }
}
