package dev.lanewise.engine.internal.array;

import dev.lanewise.engine.op.Resize;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which input places each output place along one axis is made of, and how much of each.
 *
 * @param count of taps of each output place
 * @param places of the taps, inside the axis; −1 where the output is the extrapolation value
 * @param weights of the taps, beside the places
 */
record AxisTaps(int count, int[] places, float[] weights) {
  /** The same places in and out. */
  static AxisTaps identity(int extent) {
    var places = new int[extent];
    Arrays.setAll(places, place -> place);
    var weights = new float[extent];
    Arrays.fill(weights, 1f);
    return new AxisTaps(1, places, weights);
  }

  /** Whether each of so many places is taken as it is, and all as often, one after the other. */
  boolean repeats(int extent) {
    if (count != 1 || extent == 0 || places.length % extent != 0) {
      return false;
    }
    int times = places.length / extent;
    return IntStream.range(0, places.length)
        .allMatch(i -> places[i] == i / times && weights[i] == 1f);
  }

  /** As an operator samples one of its axes. */
  static AxisTaps of(Resize resize, int axis, int in, int out) {
    var coordinates = new AxisCoordinates(resize, axis, in, out);
    if (coordinates.isIdentity()) {
      return identity(out);
    }
    return switch (resize.mode()) {
      case NEAREST -> nearest(resize.rounding(), coordinates, in, out);
      case LINEAR, CUBIC -> weighted(resize, coordinates, in, out);
    };
  }

  private static AxisTaps nearest(
      Resize.Rounding rounding, AxisCoordinates coordinates, int in, int out) {
    var places = new int[out];
    for (int i = 0; i < out; i++) {
      double at = coordinates.at(i);
      double nearest =
          switch (rounding) {
            case FLOOR -> Math.floor(at);
            case CEIL -> Math.ceil(at);
            case ROUND_PREFER_FLOOR -> Math.ceil(at - 0.5);
            case ROUND_PREFER_CEIL -> Math.floor(at + 0.5);
          };
      places[i] = coordinates.isOutside(at) ? -1 : clamp(nearest, in);
    }
    var weights = new float[out];
    Arrays.fill(weights, 1f);
    return new AxisTaps(1, places, weights);
  }

  private static AxisTaps weighted(Resize resize, AxisCoordinates coordinates, int in, int out) {
    boolean linear = resize.mode() == Resize.Mode.LINEAR;
    double squeeze = resize.antialias() ? Math.min(1, coordinates.scale()) : 1;
    int first = (int) Math.floor((linear ? -1 : -2) / squeeze) + 1;
    int count = 2 - 2 * first;
    var places = new int[out * count];
    var weights = new float[out * count];
    var row = new double[count];
    for (int i = 0; i < out; i++) {
      double at = coordinates.at(i);
      double floor = Math.floor(at);
      double sum = 0;
      for (int tap = 0; tap < count; tap++) {
        double place = floor + first + tap;
        double distance = Math.abs(place - at) * squeeze;
        row[tap] = linear ? Math.max(0, 1 - distance) : keys(distance, resize.cubicA());
        if (resize.excludeOutside() && (place < 0 || place > in - 1)) {
          row[tap] = 0;
        }
        places[i * count + tap] = coordinates.isOutside(at) ? -1 : clamp(place, in);
        sum += row[tap];
      }
      boolean rescaled = resize.antialias() || resize.excludeOutside();
      for (int tap = 0; tap < count; tap++) {
        weights[i * count + tap] = (float) (rescaled ? row[tap] / sum : row[tap]);
      }
    }
    return new AxisTaps(count, places, weights);
  }

  /** Keys' kernel at a distance. */
  private static double keys(double d, double a) {
    if (d <= 1) {
      return ((a + 2) * d - (a + 3)) * d * d + 1;
    }
    return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
  }

  private static int clamp(double place, int extent) {
    return (int) Math.max(0, Math.min(extent - 1.0, place));
  }
}
