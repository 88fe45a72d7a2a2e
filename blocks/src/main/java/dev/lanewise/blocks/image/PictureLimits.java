package dev.lanewise.blocks.image;

import static dev.lanewise.blocks.image.PictureException.Reason.TOO_LARGE;

/**
 * How large a picture may be before it is refused. Both are checked before anything is decoded, so
 * that a file of a hundred bytes that claims 100,000 × 100,000 pixels costs nothing.
 *
 * <p>Decoding takes at most 12 bytes of heap per pixel (16-bit RGBA: 8 for ImageIO's raster, 3 for
 * the {@link Picture}), usually 6, beside twice the file; a progressive JPEG takes another 6
 * outside the heap while it is decoded.
 *
 * @param maxPixels the most pixels, width × height; at most {@link #MOST_PIXELS}
 * @param maxBytes the most bytes of the encoded file; at most {@link #MOST_BYTES}
 */
public record PictureLimits(long maxPixels, long maxBytes) {
  /** The longest array that every JVM allocates. */
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** The most pixels that any limits can allow: three bytes each in one array. */
  public static final long MOST_PIXELS = LONGEST_ARRAY / 3;

  /** The largest file that any limits can allow: one array. */
  public static final long MOST_BYTES = LONGEST_ARRAY - 1;

  /** 100 million pixels, 512 MiB. */
  public static final PictureLimits DEFAULT = new PictureLimits(100_000_000, 512L << 20);

  public PictureLimits {
    if (maxPixels < 1 || maxPixels > MOST_PIXELS) {
      throw new IllegalArgumentException(
          "maxPixels must be in 1 … " + MOST_PIXELS + ", got " + maxPixels);
    }
    if (maxBytes < 1 || maxBytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "maxBytes must be in 1 … " + MOST_BYTES + ", got " + maxBytes);
    }
  }

  /** These limits with another budget of pixels. */
  public PictureLimits withMaxPixels(long maxPixels) {
    return new PictureLimits(maxPixels, maxBytes);
  }

  /** These limits with another largest file, in bytes. */
  public PictureLimits withMaxBytes(long maxBytes) {
    return new PictureLimits(maxPixels, maxBytes);
  }

  void checkBytes(String name, long bytes) {
    if (bytes > maxBytes) {
      throw new PictureException(
          TOO_LARGE, name, "the file is larger than the limit of " + maxBytes + " bytes");
    }
  }

  /** Checks extents below 2³². */
  void checkPixels(String name, long width, long height) {
    if (width < 1 || height < 1) {
      throw new PictureException(
          PictureException.Reason.MALFORMED,
          name,
          "its header says " + width + "×" + height + " pixels");
    }
    if (width > maxPixels / height) {
      throw new PictureException(
          TOO_LARGE, name, width + "×" + height + " pixels, the limit is " + maxPixels + " in all");
    }
  }
}
