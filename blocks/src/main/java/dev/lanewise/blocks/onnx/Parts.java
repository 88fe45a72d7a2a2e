package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Op;
import dev.lanewise.engine.op.Pad;
import dev.lanewise.engine.op.PadChannels;
import dev.lanewise.engine.op.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** Parts of a tensor, and what is put around it. */
final class Parts {
  static final List<Operator> OPERATORS =
      List.of(
          Operator.of("Slice", 1, Parts::slice),
          Operator.several("Split", 1, Parts::split),
          Operator.of("Pad", 1, Parts::pad));

  private static final int SLICES_OF_INPUTS = 10;
  private static final int SPLIT_IS_INPUT = 13;
  private static final int SPLIT_INTO = 18;
  private static final int PADS_ARE_INPUT = 11;
  private static final int AXES_OF_PADS = 18;

  private Parts() {}

  private static Operand slice(OnnxNode node, Draft draft) {
    var x = node.input(0);
    long[] starts;
    long[] ends;
    long[] axes;
    long[] steps;
    if (node.version() < SLICES_OF_INPUTS) {
      node.arity(1, 1);
      starts = required(node, "starts");
      ends = required(node, "ends");
      axes = node.attributes().has("axes") ? required(node, "axes") : counted(starts.length);
      steps = ones(starts.length);
    } else {
      node.arity(3, 5);
      starts = node.longs(1, "starts");
      ends = node.longs(2, "ends");
      axes = node.optional(3) == null ? counted(starts.length) : node.longs(3, "axes");
      steps = node.optional(4) == null ? ones(starts.length) : node.longs(4, "steps");
    }
    if (ends.length != starts.length
        || axes.length != starts.length
        || steps.length != starts.length) {
      throw node.error(
          "has %d starts, %d ends, %d axes and %d steps"
              .formatted(starts.length, ends.length, axes.length, steps.length));
    }
    var ranges = new ArrayList<Slice.Range>();
    var taken = new HashSet<Integer>();
    for (int i = 0; i < starts.length; i++) {
      int axis = node.axis(axes[i], x.rank());
      if (!taken.add(axis)) {
        throw node.error("axis %d is there twice".formatted(axis));
      }
      if (steps[i] == 0) {
        throw node.error("the step on axis %d must not be 0".formatted(axis));
      }
      ranges.add(new Slice.Range(axis, starts[i], ends[i], steps[i]));
    }
    return ranges.isEmpty() ? x : draft.node(new Slice(ranges), x);
  }

  private static long[] required(OnnxNode node, String name) {
    var values = node.attributes().integers(name);
    if (values == null) {
      throw node.error("attribute %s is missing".formatted(name));
    }
    return values.stream().mapToLong(Long::longValue).toArray();
  }

  private static long[] counted(int length) {
    var axes = new long[length];
    Arrays.setAll(axes, axis -> axis);
    return axes;
  }

  private static long[] ones(int length) {
    var ones = new long[length];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static List<Operand> split(OnnxNode node, Draft draft) {
    boolean asInput = node.version() >= SPLIT_IS_INPUT || node.version() == 1;
    node.arity(1, asInput ? 2 : 1);
    var x = node.input(0);
    int axis = node.axis(node.attributes().integer("axis", 0), x.rank());
    var sizes = sizes(node, x.dim(axis), axis);
    if (sizes.length < node.outputCount()) {
      throw node.error("has %d outputs for %d parts".formatted(node.outputCount(), sizes.length));
    }
    var parts = new ArrayList<Operand>();
    long begin = 0;
    for (long size : sizes) {
      var range = new Slice.Range(axis, begin, begin + size, 1);
      parts.add(draft.node(new Slice(List.of(range)), x));
      begin += size;
    }
    return parts;
  }

  private static long[] sizes(OnnxNode node, int extent, int axis) {
    if (extent == Shape.UNKNOWN) {
      throw node.unknown("the extent of axis %d must be known".formatted(axis));
    }
    long[] sizes = null;
    if (node.optional(1) != null) {
      sizes = node.longs(1, "split");
    } else if (node.version() < SPLIT_IS_INPUT && node.attributes().has("split")) {
      sizes = required(node, "split");
    }
    if (sizes == null) {
      return equal(node, extent);
    }
    long sum = 0;
    for (long size : sizes) {
      if (size < 0 || size > extent) {
        throw node.error("parts must have 0 to %d elements, one has %d".formatted(extent, size));
      }
      sum += size;
    }
    if (sum != extent) {
      throw node.error(
          "the parts have %d elements together, axis %d has %d".formatted(sum, axis, extent));
    }
    return sizes;
  }

  private static long[] equal(OnnxNode node, int extent) {
    int count = node.outputCount();
    boolean uneven = node.version() >= SPLIT_INTO && node.attributes().has("num_outputs");
    if (uneven && node.attributes().integer("num_outputs", 0) != count) {
      throw node.error(
          "attribute num_outputs is %d, there are %d outputs"
              .formatted(node.attributes().integer("num_outputs", 0), count));
    }
    if (count == 0 || (!uneven && extent % count != 0)) {
      throw node.error("%d elements cannot be split into %d equal parts".formatted(extent, count));
    }
    var sizes = new long[count];
    int size = Math.ceilDiv(extent, count);
    for (int i = 0; i < count; i++) {
      sizes[i] = Math.clamp((long) extent - (long) i * size, 0, size);
    }
    return sizes;
  }

  private static Operand pad(OnnxNode node, Draft draft) {
    var x = node.input(0);
    double value = 0;
    long[] pads;
    var axes = counted(x.rank());
    if (node.version() < PADS_ARE_INPUT) {
      node.arity(1, 1);
      pads = required(node, node.version() == 1 ? "paddings" : "pads");
      value = node.attributes().real("value", 0);
    } else {
      node.arity(2, node.version() >= AXES_OF_PADS ? 4 : 3);
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
      case "constant", "reflect", "edge", "wrap" -> Pad.Mode.valueOf(mode.toUpperCase(Locale.ROOT));
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
