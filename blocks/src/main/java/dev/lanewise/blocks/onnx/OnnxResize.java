package dev.lanewise.blocks.onnx;

import static dev.lanewise.blocks.onnx.OnnxAttributes.flag;
import static dev.lanewise.blocks.onnx.OnnxAttributes.real;
import static dev.lanewise.blocks.onnx.OnnxAttributes.text;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.op.Resize;
import java.util.Arrays;
import java.util.Locale;

/** What a resize becomes: one of sizes where they say the scales too, else one of scales. */
final class OnnxResize {
  private OnnxResize() {}

  static NodeProto.Builder of(Resize resize, OnnxNodeBuilder onnx) {
    boolean known =
        switch (resize.coordinates()) {
          case HALF_PIXEL_SYMMETRIC, TF_HALF_PIXEL_FOR_NN -> false;
          default -> !resize.antialias();
        };
    if (!known) {
      throw onnx.refused("has coordinates or an antialias that are not");
    }
    var node = onnx.node("Resize");
    boolean crops = resize.coordinates() == Resize.Coordinates.TF_CROP_AND_RESIZE;
    node.addInput(crops ? onnx.reals("roi", resize.region()) : "");
    var from = onnx.shape(onnx.input(0));
    var to = onnx.shape(onnx.name());
    if (areQuotients(resize, from, to)) {
      var sizes = Arrays.stream(to.toArray()).boxed().toList();
      node.addInput("").addInput(onnx.integers("sizes", sizes));
    } else if (areRoundedDown(resize, from, to)) {
      node.addInput(onnx.reals("scales", resize.scales()));
    } else {
      throw onnx.refused(
          "from %s to %s has scales of its own, which cannot be said".formatted(from, to));
    }
    return node.addAttribute(text("mode", lower(resize.mode())))
        .addAttribute(text("coordinate_transformation_mode", lower(resize.coordinates())))
        .addAttribute(text("nearest_mode", lower(resize.rounding())))
        .addAttribute(real("cubic_coeff_a", resize.cubicA()))
        .addAttribute(flag("exclude_outside", resize.excludeOutside()))
        .addAttribute(real("extrapolation_value", resize.extrapolation()));
  }

  private static boolean areQuotients(Resize resize, Shape from, Shape to) {
    for (int axis = 0; axis < from.rank(); axis++) {
      if (resize.scales().get(axis) != (float) to.dim(axis) / from.dim(axis)) {
        return false;
      }
    }
    return true;
  }

  /** Over a region, the length that is scaled is the region's. */
  private static boolean areRoundedDown(Resize resize, Shape from, Shape to) {
    for (int axis = 0; axis < from.rank(); axis++) {
      if (to.dim(axis) != Math.floor((double) from.dim(axis) * resize.scales().get(axis))) {
        return false;
      }
    }
    return resize.coordinates() != Resize.Coordinates.TF_CROP_AND_RESIZE;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
