package dev.lanewise.engine.op;

import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.ElementTypeException;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import java.util.List;

/**
 * Sampling at other distances along each axis.
 *
 * <p>Output coordinate i of an axis maps to the input's coordinate c by {@link Coordinates}, with
 * scale the axis' own; the elements around c are then combined by {@link Mode}. Along an axis of
 * scale 1 and equal extents nothing happens. All of it in float32, coordinates in double.
 *
 * <p>Source: ONNX operators {@code Resize} and {@code Upsample}; Keys, "Cubic Convolution
 * Interpolation for Digital Image Processing", 1981.
 *
 * @param extents of the output, or {@link Shape#UNKNOWN} where it is ⌊input · scale⌋, the product
 *     in float32 as ONNX Runtime has it
 * @param scales output over input, for each axis
 * @param cubicA the coefficient of {@link Mode#CUBIC}
 * @param excludeOutside whether taps outside the input weigh 0 and the others are rescaled, instead
 *     of being the edge's
 * @param extrapolation the value outside of {@link Coordinates#TF_CROP_AND_RESIZE}'s region
 * @param region starts of all axes, then ends, as fractions; empty but for that one
 * @param antialias whether the taps widen where the scale is below 1
 */
public record Resize(
    List<Integer> extents,
    List<Float> scales,
    Mode mode,
    Coordinates coordinates,
    Rounding rounding,
    float cubicA,
    boolean excludeOutside,
    float extrapolation,
    List<Float> region,
    boolean antialias)
    implements ArrayOp {
  /** How elements are combined. */
  public enum Mode {
    /** The nearest one. */
    NEAREST,
    /** The two around it, by distance, along each axis. */
    LINEAR,
    /** The four around it, by Keys' kernel, along each axis. */
    CUBIC
  }

  /** What input coordinate an output coordinate stands for. */
  public enum Coordinates {
    /** (i + ½) / scale − ½. */
    HALF_PIXEL,
    /**
     * The same about the centre, so that a cut-off fraction of an output is shared by both ends.
     */
    HALF_PIXEL_SYMMETRIC,
    /** The same as HALF_PIXEL, but 0 where the output's extent is 1. */
    PYTORCH_HALF_PIXEL,
    /** i · (in − 1) / (out − 1), so that first and last match. */
    ALIGN_CORNERS,
    /** i / scale. */
    ASYMMETRIC,
    /** (i + ½) / scale. */
    TF_HALF_PIXEL_FOR_NN,
    /** Over the region: start · (in − 1) + i · (end − start) · (in − 1) / (out − 1). */
    TF_CROP_AND_RESIZE
  }

  /** Which of two neighbours is the nearest. */
  public enum Rounding {
    /** The nearer, of two the lower. */
    ROUND_PREFER_FLOOR,
    /** The nearer, of two the upper. */
    ROUND_PREFER_CEIL,
    /** The lower. */
    FLOOR,
    /** The upper. */
    CEIL
  }

  public Resize {
    extents = List.copyOf(extents);
    scales = List.copyOf(scales);
    region = List.copyOf(region);
    if (extents.size() != scales.size()) {
      throw new ShapeException("%d extents but %d scales".formatted(extents.size(), scales.size()));
    }
    for (float scale : scales) {
      if (!(scale > 0) || Float.isInfinite(scale)) {
        throw new ShapeException("scales must be positive, got " + scales);
      }
    }
    if (coordinates == Coordinates.TF_CROP_AND_RESIZE && region.size() != 2 * extents.size()) {
      throw new ShapeException(
          "a region of %d bounds for %d axes".formatted(region.size(), extents.size()));
    }
  }

  /**
   * Nearest neighbours with whole scales, as {@code Upsample} of old: output i is input ⌊i /
   * scale⌋.
   */
  public static Resize nearest(List<Float> scales) {
    return new Resize(
        scales.stream().map(scale -> Shape.UNKNOWN).toList(),
        scales,
        Mode.NEAREST,
        Coordinates.ASYMMETRIC,
        Rounding.FLOOR,
        -0.75f,
        false,
        0,
        List.of(),
        false);
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Checks.arity(inputs, 1, 1);
    var x = inputs.get(0);
    Checks.rank("input", x, extents.size());
    var result = new int[extents.size()];
    for (int axis = 0; axis < result.length; axis++) {
      result[axis] = extents.get(axis);
      if (result[axis] == Shape.UNKNOWN && x.dim(axis) != Shape.UNKNOWN) {
        result[axis] = Checks.extent((long) Math.floor(x.dim(axis) * scales.get(axis)));
      }
      if (result[axis] == 0 || x.dim(axis) == 0) {
        throw new ShapeException("cannot resize %s to %s".formatted(x, extents));
      }
    }
    return Shape.of(result);
  }

  @Override
  public ElementType type(List<ElementType> inputs) {
    var type = inputs.getFirst();
    if (type == ElementType.BOOL || (type.isInteger() && mode != Mode.NEAREST)) {
      throw new ElementTypeException("Resize " + mode + " does not take " + type);
    }
    return type;
  }

  @Override
  public String toString() {
    return "Resize %s %s ×%s".formatted(mode, coordinates, scales);
  }
}
