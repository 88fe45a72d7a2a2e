package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a tensor is resized to, along every axis.
 *
 * @param extents unknown where they follow from the scale and an extent that is not known
 * @param region begins along all axes, then ends, as parts of the extents; empty for all of it
 */
record ResizeTarget(List<Integer> extents, List<Float> scales, List<Float> region) {
  /** The operator set since which sizes may be given for some axes, and ratios kept. */
  private static final int AXES = 18;

  /**
   * Reads scales or sizes.
   *
   * @param crops whether a region is resized
   */
  static ResizeTarget of(OnnxNode node, Operand x, boolean crops) {
    var axes = axes(node, x.rank());
    List<Float> region = crops ? region(node, x.rank(), axes) : List.of();
    boolean scaled = given(node, 2);
    boolean sized = given(node, 3);
    if (scaled == sized) {
      throw node.error(
          "must have either scales or sizes, has %s".formatted(scaled ? "both" : "neither"));
    }
    var scales = new ArrayList<>(Collections.nCopies(x.rank(), 1f));
    if (scaled) {
      var values = floats(node, 2, "scales");
      requireScales(node, values, axes.size());
      for (int i = 0; i < axes.size(); i++) {
        scales.set(axes.get(i), values.get(i));
      }
      return new ResizeTarget(extents(node, x, scales, region), scales, region);
    }
    var extents = new ArrayList<>(Arrays.stream(x.shape().toArray()).boxed().toList());
    var sizes = node.longs(3, "sizes");
    if (sizes.length != axes.size()) {
      throw node.error("sizes must have %d numbers, have %d".formatted(axes.size(), sizes.length));
    }
    for (int i = 0; i < sizes.length; i++) {
      int axis = axes.get(i);
      if (sizes[i] < 1) {
        throw node.error("sizes must be at least 1, are %s".formatted(Arrays.toString(sizes)));
      }
      if (x.dim(axis) < 1) {
        throw node.unknown("the extents of %s must be known".formatted(x.shape()));
      }
      extents.set(axis, node.size(sizes[i], "a size"));
      scales.set(axis, (float) sizes[i] / x.dim(axis));
    }
    return kept(node, x, axes, new ResizeTarget(extents, scales, region));
  }

  /** With one scale for all axes, if the ratio of a picture's sides is to be kept. */
  private static ResizeTarget kept(
      OnnxNode node, Operand x, List<Integer> axes, ResizeTarget target) {
    var policy =
        node.version() >= AXES
            ? node.attributes().text("keep_aspect_ratio_policy", "stretch")
            : "stretch";
    var chosen = axes.stream().map(target.scales::get).toList();
    float scale =
        switch (policy) {
          case "stretch" -> Float.NaN;
          case "not_larger" -> Collections.min(chosen);
          case "not_smaller" -> Collections.max(chosen);
          default ->
              throw node.error(
                  "attribute keep_aspect_ratio_policy %s is not known".formatted(policy));
        };
    if (policy.equals("stretch")) {
      return target;
    }
    for (int axis : axes) {
      target.scales.set(axis, scale);
      target.extents.set(
          axis, node.size((long) Math.floor((double) scale * x.dim(axis) + 0.5), "a size"));
    }
    return target;
  }

  /**
   * Extents by scales, rounded down; unknown where the input's are.
   *
   * @param region what is resized, or nothing for all of it
   */
  static List<Integer> extents(OnnxNode node, Operand x, List<Float> scales, List<Float> region) {
    var extents = new ArrayList<Integer>();
    for (int axis = 0; axis < x.rank(); axis++) {
      float part = region.isEmpty() ? 1 : region.get(x.rank() + axis) - region.get(axis);
      double extent = Math.floor(x.dim(axis) * part * scales.get(axis));
      if (x.dim(axis) == Shape.UNKNOWN) {
        if (part != 1) {
          throw node.unknown("the extents of %s must be known".formatted(x.shape()));
        }
        extents.add(Shape.UNKNOWN);
      } else if (extent >= 1 && extent <= Integer.MAX_VALUE) {
        extents.add((int) extent);
      } else {
        throw node.error(
            "axis %d of %s scaled by %s is %s"
                .formatted(axis, x.shape(), scales.get(axis), extent));
      }
    }
    return extents;
  }

  /** Refuses scales that are not one positive number for each axis. */
  static void requireScales(OnnxNode node, List<Float> scales, int count) {
    if (scales.size() != count) {
      throw node.error("scales must have %d numbers, have %d".formatted(count, scales.size()));
    }
    for (float scale : scales) {
      if (!(scale > 0) || Float.isInfinite(scale)) {
        throw node.error("scales must be positive and finite, are %s".formatted(scales));
      }
    }
  }

  private static List<Integer> axes(OnnxNode node, int rank) {
    var given = node.version() >= AXES ? node.attributes().integers("axes") : null;
    if (given == null) {
      return IntStream.range(0, rank).boxed().toList();
    }
    var axes = given.stream().map(axis -> node.axis(axis, rank)).toList();
    if (axes.stream().distinct().count() != axes.size()) {
      throw node.error("attribute axes has one twice: %s".formatted(given));
    }
    return axes;
  }

  /** Begins of the region along all axes, then ends, as parts of the extents. */
  private static List<Float> region(OnnxNode node, int rank, List<Integer> axes) {
    var given = floats(node, 1, "roi");
    if (given.size() != 2 * axes.size()) {
      throw node.error("roi must have %d numbers, has %d".formatted(2 * axes.size(), given.size()));
    }
    var region = new ArrayList<>(Collections.nCopies(rank, 0f));
    region.addAll(Collections.nCopies(rank, 1f));
    for (int i = 0; i < axes.size(); i++) {
      region.set(axes.get(i), given.get(i));
      region.set(rank + axes.get(i), given.get(axes.size() + i));
    }
    return region;
  }

  /** Whether an input is there and not empty, as exporters leave what is not meant. */
  private static boolean given(OnnxNode node, int index) {
    var operand = node.optional(index);
    return operand != null && (operand.rank() != 1 || operand.dim(0) != 0);
  }

  /** A constant input of real numbers. */
  static List<Float> floats(OnnxNode node, int index, String what) {
    var values = new ArrayList<Float>();
    for (float value : node.floats(index, what)) {
      values.add(value);
    }
    return values;
  }
}
