package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Window;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How a window slides over pictures of one or two axes, from a node's attributes. Each array has an
 * element for each of these axes.
 *
 * @param begins padding before
 * @param ends padding after
 */
record Geometry(int[] kernel, int[] strides, int[] dilations, int[] begins, int[] ends) {
  /** How {@code auto_pad} says where padding goes. */
  enum AutoPad {
    NOTSET,
    VALID,
    SAME_UPPER,
    SAME_LOWER
  }

  /**
   * Reads the attributes.
   *
   * @param x the pictures, [N, C, L] or [N, C, H, W]
   * @param weights the weights' extents of the kernel, or null where attribute {@code kernel_shape}
   *     has them
   * @param dilated whether the operator has dilations in this operator set
   */
  static Geometry of(OnnxNode node, Operand x, int @Nullable [] weights, boolean dilated) {
    var geometry = unpadded(node, x, weights, dilated);
    var auto = autoPad(node);
    if (auto == AutoPad.NOTSET || auto == AutoPad.VALID) {
      return geometry;
    }
    for (int i = 0; i < geometry.kernel.length; i++) {
      long total = geometry.same(node, x, i);
      int half = (int) (auto == AutoPad.SAME_UPPER ? total / 2 : total - total / 2);
      geometry.begins[i] = half;
      geometry.ends[i] = node.size(total, "padding") - half;
    }
    return geometry;
  }

  /** Reads the attributes, but for what {@code auto_pad} makes of the padding. */
  static Geometry unpadded(OnnxNode node, Operand x, int @Nullable [] weights, boolean dilated) {
    int axes = x.rank() - 2;
    if (axes != 1 && axes != 2) {
      throw node.error("input must have 3 or 4 axes, has shape %s".formatted(x.shape()));
    }
    var given = numbers(node, "kernel_shape", axes, 0);
    if (weights == null && !node.attributes().has("kernel_shape")) {
      throw node.error("attribute kernel_shape is missing");
    }
    if (weights != null
        && node.attributes().has("kernel_shape")
        && !Arrays.equals(weights, given)) {
      throw node.error(
          "attribute kernel_shape is %s, the weights have %s"
              .formatted(Arrays.toString(given), Arrays.toString(weights)));
    }
    var pads = numbers(node, "pads", 2 * axes, 0);
    return new Geometry(
        weights == null ? given : weights,
        numbers(node, "strides", axes, 1),
        dilated ? numbers(node, "dilations", axes, 1) : filled(axes, 1),
        Arrays.copyOf(pads, axes),
        Arrays.copyOfRange(pads, axes, 2 * axes));
  }

  /** What attribute {@code auto_pad} says; it excludes explicit padding. */
  static AutoPad autoPad(OnnxNode node) {
    var text = node.attributes().text("auto_pad", "NOTSET");
    for (var value : AutoPad.values()) {
      if (value.name().equals(text)) {
        if (value != AutoPad.NOTSET && node.attributes().has("pads")) {
          throw node.error("attributes pads and auto_pad = %s exclude each other".formatted(text));
        }
        return value;
      }
    }
    throw node.error(
        "attribute auto_pad must be one of %s".formatted(Arrays.toString(AutoPad.values())));
  }

  /** The window; pictures of one axis are rows of height 1. */
  Window window() {
    int last = kernel.length - 1;
    boolean row = last == 0;
    return new Window(
        row ? 1 : kernel[0],
        kernel[last],
        row ? 1 : strides[0],
        strides[last],
        row ? 0 : begins[0],
        begins[last],
        row ? 0 : ends[0],
        ends[last],
        row ? 1 : dilations[0],
        dilations[last]);
  }

  /** How many pixels the kernel spans along an axis. */
  long reach(int axis) {
    return (long) dilations[axis] * (kernel[axis] - 1) + 1;
  }

  /** The padding, before and after together, that makes ⌈extent / stride⌉ outputs. */
  private long same(OnnxNode node, Operand x, int axis) {
    int extent = x.dim(2 + axis);
    int stride = strides[axis];
    if (stride < 1) {
      throw node.error("strides must be at least 1, are %s".formatted(Arrays.toString(strides)));
    }
    if (extent == Shape.UNKNOWN) {
      if (stride > 1) {
        throw node.unknown("attribute auto_pad needs the extents of %s".formatted(x.shape()));
      }
      return Math.max(0, reach(axis) - 1);
    }
    long outputs = Math.ceilDiv(extent, stride);
    return Math.max(0, (outputs - 1) * stride + reach(axis) - extent);
  }

  /** INTS of a given number; all the same if they are not there. */
  static int[] numbers(OnnxNode node, String name, int count, int absent) {
    var values = node.attributes().integers(name);
    if (values == null) {
      return filled(count, absent);
    }
    if (values.size() != count) {
      throw node.error(
          "attribute %s must have %d numbers, has %d".formatted(name, count, values.size()));
    }
    return values.stream().mapToInt(value -> node.size(value, "attribute " + name)).toArray();
  }

  private static int[] filled(int count, int value) {
    var values = new int[count];
    Arrays.fill(values, value);
    return values;
  }
}
