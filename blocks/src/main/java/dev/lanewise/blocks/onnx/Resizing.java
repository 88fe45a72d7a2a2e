package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Resize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Resized tensors. Before operator set 11 coordinates were scaled without an offset, and the
 * nearest element was the one before (of a smaller result, as ONNX Runtime has it, the one after).
 *
 * <p>Source: {@code Upsample} in operator sets 1, 7 and 9; {@code Resize} in 10, 11, 13, 18 and 19.
 */
final class Resizing {
  static final List<Operator> OPERATORS =
      List.of(
          Operator.of("Upsample", 1, Resizing::upsample).until(9),
          Operator.of("Resize", 10, Resizing::resize));

  private static final int SCALES_ARE_ATTRIBUTE = 7;
  private static final int SCALES_ARE_INPUT = 9;
  private static final int COORDINATES = 11;
  private static final int AXES = 18;
  private static final int SYMMETRIC = 19;

  private Resizing() {}

  private static Operand upsample(OnnxNode node, Draft draft) {
    List<Float> scales;
    if (node.version() >= SCALES_ARE_INPUT) {
      node.arity(2, 2);
      scales = floats(node, 1, "scales");
    } else if (node.version() >= SCALES_ARE_ATTRIBUTE) {
      node.arity(1, 1);
      var given = node.attributes().reals("scales");
      if (given == null) {
        throw node.error("attribute scales is missing");
      }
      scales = given;
    } else {
      node.arity(1, 1);
      scales =
          List.of(
              1f,
              1f,
              node.attributes().real("height_scale", 0),
              node.attributes().real("width_scale", 0));
    }
    return unshifted(node, draft, scales);
  }

  private static Operand resize(OnnxNode node, Draft draft) {
    if (node.version() < COORDINATES) {
      node.arity(2, 2);
      return unshifted(node, draft, floats(node, 1, "scales"));
    }
    node.arity(node.version() < 13 ? 3 : 1, 4);
    var attributes = node.attributes();
    var x = node.input(0);
    var coordinates = coordinates(node);
    var axes = axes(node, x.rank());
    boolean crops = coordinates == Resize.Coordinates.TF_CROP_AND_RESIZE;
    var target = target(node, x, axes, crops);
    var mode = mode(node, attributes.text("mode", "nearest"));
    return draft.node(
        new Resize(
            target.extents,
            target.scales,
            mode,
            coordinates,
            rounding(node),
            attributes.real("cubic_coeff_a", -0.75f),
            attributes.flag("exclude_outside", false),
            attributes.real("extrapolation_value", 0),
            target.roi,
            node.version() >= AXES && attributes.flag("antialias", false)),
        x);
  }

  /** What a tensor is resized to, along every axis. */
  private record Target(List<Integer> extents, List<Float> scales, List<Float> roi) {}

  /** Without offsets; axes that become smaller first, since they round the other way. */
  private static Operand unshifted(OnnxNode node, Draft draft, List<Float> scales) {
    var x = node.input(0);
    requireScales(node, scales, x.rank());
    var smaller = scales.stream().map(scale -> Math.min(scale, 1)).toList();
    var larger = scales.stream().map(scale -> Math.max(scale, 1)).toList();
    if (larger.equals(scales)) {
      return unshifted(node, draft, x, scales, Resize.Rounding.FLOOR);
    }
    var reduced = unshifted(node, draft, x, smaller, Resize.Rounding.CEIL);
    return smaller.equals(scales)
        ? reduced
        : unshifted(node, draft, reduced, larger, Resize.Rounding.FLOOR);
  }

  private static Operand unshifted(
      OnnxNode node, Draft draft, Operand x, List<Float> scales, Resize.Rounding rounding) {
    var mode = node.attributes().text("mode", "nearest");
    return draft.node(
        new Resize(
            scaled(node, x, scales, null),
            scales,
            mode(node, mode.equals("bilinear") ? "linear" : mode),
            Resize.Coordinates.ASYMMETRIC,
            rounding,
            0,
            false,
            0,
            List.of(),
            false),
        x);
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

  private static Target target(OnnxNode node, Operand x, List<Integer> axes, boolean crops) {
    var roi = crops ? regions(node, x.rank(), axes) : null;
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
      return new Target(scaled(node, x, scales, roi), scales, roi == null ? List.of() : roi);
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
    return kept(node, x, axes, new Target(extents, scales, roi == null ? List.of() : roi));
  }

  /** With one scale for all axes, if the ratio of a picture's sides is to be kept. */
  private static Target kept(OnnxNode node, Operand x, List<Integer> axes, Target target) {
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

  private static List<Integer> scaled(
      OnnxNode node, Operand x, List<Float> scales, @Nullable List<Float> roi) {
    var extents = new ArrayList<Integer>();
    for (int axis = 0; axis < x.rank(); axis++) {
      float part = roi == null ? 1 : roi.get(x.rank() + axis) - roi.get(axis);
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

  private static void requireScales(OnnxNode node, List<Float> scales, int count) {
    if (scales.size() != count) {
      throw node.error("scales must have %d numbers, have %d".formatted(count, scales.size()));
    }
    for (float scale : scales) {
      if (!(scale > 0) || Float.isInfinite(scale)) {
        throw node.error("scales must be positive and finite, are %s".formatted(scales));
      }
    }
  }

  /** Begins of the regions along all axes, then ends, as parts of the extents. */
  private static List<Float> regions(OnnxNode node, int rank, List<Integer> axes) {
    var given = floats(node, 1, "roi");
    if (given.size() != 2 * axes.size()) {
      throw node.error("roi must have %d numbers, has %d".formatted(2 * axes.size(), given.size()));
    }
    var roi = new ArrayList<>(Collections.nCopies(rank, 0f));
    roi.addAll(Collections.nCopies(rank, 1f));
    for (int i = 0; i < axes.size(); i++) {
      roi.set(axes.get(i), given.get(i));
      roi.set(rank + axes.get(i), given.get(axes.size() + i));
    }
    return roi;
  }

  /** Whether an input is there and not empty, as exporters leave what is not meant. */
  private static boolean given(OnnxNode node, int index) {
    var operand = node.optional(index);
    return operand != null && (operand.rank() != 1 || operand.dim(0) != 0);
  }

  private static List<Float> floats(OnnxNode node, int index, String what) {
    var values = new ArrayList<Float>();
    for (float value : node.floats(index, what)) {
      values.add(value);
    }
    return values;
  }

  private static Resize.Mode mode(OnnxNode node, String mode) {
    return switch (mode) {
      case "nearest" -> Resize.Mode.NEAREST;
      case "linear" -> Resize.Mode.LINEAR;
      case "cubic" -> {
        if (node.version() < COORDINATES) {
          throw node.error("attribute mode cubic came with operator set 11");
        }
        yield Resize.Mode.CUBIC;
      }
      default ->
          throw node.error(
              "attribute mode must be nearest, linear or cubic, is %s".formatted(mode));
    };
  }

  private static Resize.Coordinates coordinates(OnnxNode node) {
    var text = node.attributes().text("coordinate_transformation_mode", "half_pixel");
    for (var value : Resize.Coordinates.values()) {
      boolean there =
          switch (value) {
            case HALF_PIXEL_SYMMETRIC -> node.version() >= SYMMETRIC;
            case TF_HALF_PIXEL_FOR_NN -> node.version() < 13;
            default -> true;
          };
      if (there && value.name().toLowerCase(Locale.ROOT).equals(text)) {
        return value;
      }
    }
    throw node.error("attribute coordinate_transformation_mode %s is not known".formatted(text));
  }

  private static Resize.Rounding rounding(OnnxNode node) {
    var text = node.attributes().text("nearest_mode", "round_prefer_floor");
    for (var value : Resize.Rounding.values()) {
      if (value.name().toLowerCase(Locale.ROOT).equals(text)) {
        return value;
      }
    }
    throw node.error("attribute nearest_mode %s is not known".formatted(text));
  }
}
