package dev.lanewise.blocks.image;

/** Which part of a picture a network sees, and at what size. Always a square. */
public sealed interface Framing {
  /** The largest side; three bytes of each pixel still fit one array. */
  int MOST_SIDE = 16_384;

  /** Pixels along each side of the result. */
  int side();

  /** The part of {@code picture} that the network sees, resized; {@link #side()} pixels square. */
  Picture apply(Picture picture);

  /**
   * The shorter side resized to {@code shorterSide}, the longer one to {@code ⌊shorterSide · long /
   * short⌋}, then the square of {@code side} pixels in the middle: torchvision's {@code
   * Resize(shorterSide)} and {@code CenterCrop(side)}. The margin before the crop is half of what
   * is left over, rounded half to even as Python's {@code round} does. Only the pixels inside the
   * crop are ever computed, so that a picture of 1×5000 pixels costs no more than any other.
   *
   * @param shorterSide the shorter side after resizing, in pixels
   * @param side the side of the crop, in pixels, at most {@code shorterSide} and {@link #MOST_SIDE}
   */
  record ShorterSide(int shorterSide, int side) implements Framing {
    public ShorterSide {
      if (side < 1 || side > shorterSide || side > MOST_SIDE) {
        throw new IllegalArgumentException(
            "a crop of %d pixels out of a shorter side of %d".formatted(side, shorterSide));
      }
    }

    @Override
    public Picture apply(Picture picture) {
      int shorter = Math.min(picture.width(), picture.height());
      return Resampler.resample(
          picture, taps(picture.width(), shorter), taps(picture.height(), shorter));
    }

    private Taps taps(int length, int shorter) {
      // Whole numbers below 2⁵³: Python's int(a * b / c) in floating point comes out the same.
      long resized = (long) shorterSide * length / shorter;
      return Taps.of(0, length, resized, margin(resized, side), side);
    }
  }

  /**
   * The largest square in the middle, resized to {@code side} pixels; torchvision's {@code
   * CenterCrop(min(width, height))} and {@code Resize(side)}. A picture that has this size already
   * stays as it is, pixel for pixel.
   *
   * @param side the side of the result, in pixels, at most {@link #MOST_SIDE}
   */
  record CentreSquare(int side) implements Framing {
    public CentreSquare {
      if (side < 1 || side > MOST_SIDE) {
        throw new IllegalArgumentException("a side of " + side + " pixels");
      }
    }

    @Override
    public Picture apply(Picture picture) {
      int square = Math.min(picture.width(), picture.height());
      return Resampler.resample(
          picture, taps(picture.width(), square), taps(picture.height(), square));
    }

    private Taps taps(int length, int square) {
      return Taps.of((int) margin(length, square), square, side, 0, side);
    }
  }

  /** Where a crop of {@code side} out of {@code length} pixels begins. */
  private static long margin(long length, long side) {
    return (long) Math.rint((length - side) / 2.0);
  }
}
