package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.op.Resize;

/** The input coordinates that output places along an axis stand for. */
final class AxisCoordinates {
  private final Resize.Coordinates kind;
  private final int in;
  private final int out;
  private final double scale;
  private final double start;
  private final double end;

  AxisCoordinates(Resize resize, int axis, int in, int out) {
    kind = resize.coordinates();
    this.in = in;
    this.out = out;
    // A scale that is the extents' quotient is taken unrounded, so that 2 / (4/6) is 3.
    double quotient = (double) out / in;
    float given = resize.scales().get(axis);
    scale = (float) quotient == given ? quotient : given;
    boolean crops = kind == Resize.Coordinates.TF_CROP_AND_RESIZE;
    start = crops ? resize.region().get(axis) : 0;
    end = crops ? resize.region().get(axis + resize.extents().size()) : 1;
  }

  double scale() {
    return scale;
  }

  /** Whether each place stands for itself. */
  boolean isIdentity() {
    return in == out
        && scale == 1
        && start == 0
        && end == 1
        && kind != Resize.Coordinates.TF_HALF_PIXEL_FOR_NN;
  }

  double at(int place) {
    double length = scale * in; // of the output, before it was rounded down
    return switch (kind) {
      case HALF_PIXEL -> halfPixel(place);
      case HALF_PIXEL_SYMMETRIC -> in / 2.0 * (1 - out / length) + halfPixel(place);
      case PYTORCH_HALF_PIXEL -> out > 1 ? halfPixel(place) : 0;
      case ALIGN_CORNERS -> length == 1 ? 0 : place * (in - 1) / (length - 1);
      case ASYMMETRIC -> place / scale;
      case TF_HALF_PIXEL_FOR_NN -> (place + 0.5) / scale;
      case TF_CROP_AND_RESIZE ->
          start * (in - 1)
              + (out > 1
                  ? place * (end - start) * (in - 1) / (length - 1)
                  : (end - start) * (in - 1) / 2);
    };
  }

  private double halfPixel(int place) {
    return (place + 0.5) / scale - 0.5;
  }

  /** Whether the extrapolation value stands for a coordinate. */
  boolean isOutside(double at) {
    return kind == Resize.Coordinates.TF_CROP_AND_RESIZE && (at < 0 || at > in - 1);
  }
}
