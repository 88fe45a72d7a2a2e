package dev.lanewise.blocks.onnx;

import dev.lanewise.engine.op.Resize;
import java.util.List;
import java.util.Locale;

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
      scales = ResizeTarget.floats(node, 1, "scales");
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
      return unshifted(node, draft, ResizeTarget.floats(node, 1, "scales"));
    }
    node.arity(node.version() < 13 ? 3 : 1, 4);
    var attributes = node.attributes();
    var x = node.input(0);
    var coordinates = coordinates(node);
    boolean crops = coordinates == Resize.Coordinates.TF_CROP_AND_RESIZE;
    var target = ResizeTarget.of(node, x, crops);
    var mode = mode(node, attributes.text("mode", "nearest"));
    return draft.node(
        new Resize(
            target.extents(),
            target.scales(),
            mode,
            coordinates,
            rounding(node),
            attributes.real("cubic_coeff_a", -0.75f),
            attributes.flag("exclude_outside", false),
            attributes.real("extrapolation_value", 0),
            target.region(),
            node.version() >= AXES && attributes.flag("antialias", false)),
        x);
  }

  /** Without offsets; axes that become smaller first, since they round the other way. */
  private static Operand unshifted(OnnxNode node, Draft draft, List<Float> scales) {
    var x = node.input(0);
    ResizeTarget.requireScales(node, scales, x.rank());
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
            ResizeTarget.extents(node, x, scales, List.of()),
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
