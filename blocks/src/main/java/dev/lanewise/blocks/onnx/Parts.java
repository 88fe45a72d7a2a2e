package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/** Parts of a tensor. */
final class Parts {
  static final List<Operator> OPERATORS =
      List.of(Operator.of("Slice", 1, Parts::slice), Operator.several("Split", 1, Parts::split));

  private static final int SLICES_OF_INPUTS = 10;
  private static final int SPLIT_IS_INPUT = 13;
  private static final int SPLIT_INTO = 18;

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

  /** INTS that must be there. */
  static long[] required(OnnxNode node, String name) {
    var values = node.attributes().integers(name);
    if (values == null) {
      throw node.error("attribute %s is missing".formatted(name));
    }
    return values.stream().mapToLong(Long::longValue).toArray();
  }

  /** 0, 1, … */
  static long[] counted(int length) {
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
    // What the last parts lack, their slices leave out.
    Arrays.fill(sizes, Math.ceilDiv(extent, count));
    return sizes;
  }
}
