package dev.lanewise.blocks.image;

import org.jspecify.annotations.Nullable;

/**
 * The markers of a JPEG file up to the end of its first picture (ITU-T T.81, annex B). As in
 * libjpeg, bytes between segments are passed over.
 */
record Jpeg(int width, int height, Orientation orientation, JpegColour colour)
    implements Container {
  static final String MAGIC = "\u00FF\u00D8\u00FF";

  /** Ten or so are usual; each costs a pass over the whole picture, however few its bytes. */
  private static final int MOST_SCANS = 100;

  private static final int SOF0 = 0xC0;
  private static final int SOF2 = 0xC2;
  private static final int SOF15 = 0xCF;
  private static final int DHT = 0xC4;
  private static final int JPG = 0xC8;
  private static final int DAC = 0xCC;
  private static final int RST0 = 0xD0;
  private static final int RST7 = 0xD7;
  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int APP0 = 0xE0;
  private static final int APP1 = 0xE1;
  private static final int APP14 = 0xEE;
  private static final int TEM = 0x01;

  @Override
  public String format() {
    return "jpeg";
  }

  static Jpeg read(Source source, PictureLimits limits) {
    return new Walk(source, limits).toEnd();
  }

  /** One pass over the markers. */
  private static final class Walk {
    private final Source source;
    private final PictureLimits limits;
    private long at = 2;
    private int scans;
    private int width;
    private int height;
    private int @Nullable [] components;
    private boolean jfif;
    private int adobeTransform = JpegColour.NO_ADOBE;
    private @Nullable Orientation orientation;

    Walk(Source source, PictureLimits limits) {
      this.source = source;
      this.limits = limits;
    }

    Jpeg toEnd() {
      int marker = nextMarker();
      while (marker != EOI) {
        if (marker == SOI) {
          throw source.malformed("a second JPEG begins inside the first");
        }
        int length = source.u16Big(at);
        if (length < 2) {
          throw source.malformed("a segment of %d bytes at %d".formatted(length, at));
        }
        source.require(at, length);
        segment(marker, at + 2, at + length);
        at += length;
        marker = nextMarker();
      }
      if (components == null || scans == 0) {
        throw source.malformed("holds no JPEG scan");
      }
      return new Jpeg(
          width,
          height,
          orientation == null ? Orientation.UPRIGHT : orientation,
          JpegColour.of(components, jfif, adobeTransform));
    }

    /** Passes over entropy-coded data, restart markers and whatever else is no segment. */
    private int nextMarker() {
      while (true) {
        while (source.u8(at) != 0xFF) {
          at++;
        }
        while (source.u8(at) == 0xFF) {
          at++;
        }
        int marker = source.u8(at++);
        if (marker != 0 && marker != TEM && (marker < RST0 || marker > RST7)) {
          return marker;
        }
      }
    }

    private void segment(int marker, long from, long to) {
      switch (marker) {
        case SOS -> {
          if (components == null) {
            throw source.malformed("a JPEG scan without a frame before it");
          }
          if (++scans > MOST_SCANS) {
            throw source.unsupported("more than " + MOST_SCANS + " JPEG scans");
          }
        }
        // Once decoding has begun, the decoder has chosen its colours.
        case APP0 -> jfif |= scans == 0 && to - from >= 14 && source.has(from, "JFIF\0");
        case APP14 -> {
          if (scans == 0 && to - from >= 12 && source.has(from, "Adobe")) {
            adobeTransform = source.u8(from + 11);
          }
        }
        case APP1 -> {
          if (orientation == null && to - from >= 6 && source.has(from, "Exif\0")) {
            orientation = Orientation.ofExif(source, from + 6, to);
          }
        }
        default -> {
          if (marker >= SOF0
              && marker <= SOF15
              && marker != DHT
              && marker != JPG
              && marker != DAC) {
            frame(marker, from);
          }
        }
      }
    }

    private void frame(int marker, long from) {
      if (components != null) {
        throw source.malformed("a second JPEG frame");
      }
      int precision = source.u8(from);
      if (marker > SOF2 || precision != 8) {
        throw source.unsupported(
            "JPEG process %d with %d-bit samples; 0 to 2 with 8-bit ones are decoded"
                .formatted(marker - SOF0, precision));
      }
      height = source.u16Big(from + 1);
      width = source.u16Big(from + 3);
      limits.checkPixels(source.name(), width, height);
      int count = source.u8(from + 5);
      if (count != 1 && count != 3 && count != 4) {
        throw source.unsupported("a JPEG of " + count + " components");
      }
      var identifiers = new int[count];
      for (int i = 0; i < count; i++) {
        identifiers[i] = source.u8(from + 6 + 3L * i);
      }
      components = identifiers;
    }
  }
}
