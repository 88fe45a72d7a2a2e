package dev.lanewise.blocks.image;

/**
 * Pillow's bilinear filter along one axis (Resample.c, {@code precompute_coeffs} and {@code
 * normalize_coeffs_8bpc}): which source pixels make up each wanted target pixel, and with what
 * weight. With {@code scale = source length / target length} and {@code s = max(scale, 1)}, target
 * pixel {@code i} has its centre at {@code c = (i + 0.5)·scale}, and source pixel {@code j} the
 * weight {@code max(0, 1 − |j + 0.5 − c| / s)}, divided by the sum of weights and rounded to 22
 * fractional bits.
 *
 * <p>Only the target pixels that a crop leaves are computed: the others would change nothing.
 *
 * @param first for each wanted pixel the first source pixel it takes
 * @param length how many it takes from there
 * @param weights for each wanted pixel {@code stride} weights, of which {@code length} are used
 * @param stride the longest length
 */
record Taps(int[] first, int[] length, int[] weights, int stride) {
  /** Fractional bits of a weight: 32, less 8 for the pixel, less 2 for overshoot and sign. */
  static final int PRECISION_BITS = 32 - 8 - 2;

  /**
   * The taps of target pixels {@code from … from + count − 1}, when {@code sourceLength} pixels,
   * beginning with pixel {@code sourceStart}, become {@code targetLength}.
   */
  static Taps of(int sourceStart, int sourceLength, long targetLength, long from, int count) {
    double scale = (double) sourceLength / targetLength;
    double support = Math.max(scale, 1.0);
    int stride = (int) Math.ceil(support) * 2 + 1;
    var taps = new Taps(new int[count], new int[count], new int[count * stride], stride);
    var exact = new double[stride];
    for (int i = 0; i < count; i++) {
      double centre = (from + i + 0.5) * scale;
      int first = Math.max((int) (centre - support + 0.5), 0);
      int length = Math.min((int) (centre + support + 0.5), sourceLength) - first;
      double inverse = 1.0 / support;
      double sum = 0;
      for (int k = 0; k < length; k++) {
        exact[k] = Math.max(0.0, 1.0 - Math.abs((k + first - centre + 0.5) * inverse));
        sum += exact[k];
      }
      for (int k = 0; k < length; k++) {
        double weight = sum == 0.0 ? exact[k] : exact[k] / sum;
        taps.weights[i * stride + k] = (int) (0.5 + weight * (1 << PRECISION_BITS));
      }
      taps.first[i] = sourceStart + first;
      taps.length[i] = length;
    }
    return taps;
  }

  /** How many target pixels are wanted. */
  int count() {
    return first.length;
  }

  /** The first source pixel that any of them takes; {@link #first} never falls. */
  int begin() {
    return first[0];
  }

  /** One past the last source pixel that any of them takes. */
  int end() {
    return first[count() - 1] + length[count() - 1];
  }
}
