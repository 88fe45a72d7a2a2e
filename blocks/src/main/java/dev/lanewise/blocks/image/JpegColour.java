package dev.lanewise.blocks.image;

import java.util.Arrays;

/**
 * What the components of a JPEG mean, and their way to red, green and blue: libjpeg's choice of
 * colour space (jdapimin.c, {@code default_decompress_parms}), its fixed-point conversion
 * (jdcolor.c, {@code build_ycc_rgb_table}), and Pillow's for CMYK (Convert.c, {@code cmyk2rgb}),
 * which takes every CMYK file for one with Adobe's inverted samples.
 */
enum JpegColour {
  GRAY {
    @Override
    void toRgb(byte[] samples, byte[] rgb, int width) {
      for (int x = 0; x < width; x++) {
        rgb[3 * x] = samples[x];
        rgb[3 * x + 1] = samples[x];
        rgb[3 * x + 2] = samples[x];
      }
    }
  },
  RGB {
    @Override
    void toRgb(byte[] samples, byte[] rgb, int width) {
      System.arraycopy(samples, 0, rgb, 0, 3 * width);
    }
  },
  YCBCR {
    @Override
    void toRgb(byte[] samples, byte[] rgb, int width) {
      for (int x = 0; x < width; x++) {
        ycc(samples, 3 * x, rgb, 3 * x);
      }
    }
  },
  CMYK {
    @Override
    void toRgb(byte[] samples, byte[] rgb, int width) {
      for (int x = 0; x < width; x++) {
        int black = samples[4 * x + 3] & 0xFF;
        for (int c = 0; c < 3; c++) {
          rgb[3 * x + c] = (byte) withBlack(samples[4 * x + c] & 0xFF, black);
        }
      }
    }
  },
  YCCK {
    @Override
    void toRgb(byte[] samples, byte[] rgb, int width) {
      for (int x = 0; x < width; x++) {
        ycc(samples, 4 * x, rgb, 3 * x);
        int black = samples[4 * x + 3] & 0xFF;
        // libjpeg makes C = 255 − R of it, and Adobe's files hold that inverted once more.
        for (int c = 0; c < 3; c++) {
          rgb[3 * x + c] = (byte) withBlack(255 - (rgb[3 * x + c] & 0xFF), black);
        }
      }
    }
  };

  /** In place of the Adobe segment's transform, where there is no such segment. */
  static final int NO_ADOBE = -1;

  private static final int ADOBE_PLAIN = 0;
  private static final int SCALE_BITS = 16;
  private static final int HALF = 1 << (SCALE_BITS - 1);
  private static final int[] CR_RED = table(1.40200, HALF, SCALE_BITS);
  private static final int[] CB_BLUE = table(1.77200, HALF, SCALE_BITS);
  private static final int[] CR_GREEN = table(-0.71414, 0, 0);
  private static final int[] CB_GREEN = table(-0.34414, HALF, 0);

  /**
   * The colour space of components with these identifiers.
   *
   * @param adobeTransform of the Adobe segment, or {@link #NO_ADOBE}
   */
  static JpegColour of(int[] components, boolean jfif, int adobeTransform) {
    return switch (components.length) {
      case 1 -> GRAY;
      case 3 -> {
        boolean plain =
            adobeTransform == NO_ADOBE
                ? Arrays.equals(components, new int[] {'R', 'G', 'B'})
                : adobeTransform == ADOBE_PLAIN;
        yield plain && !jfif ? RGB : YCBCR;
      }
      default -> adobeTransform == NO_ADOBE || adobeTransform == ADOBE_PLAIN ? CMYK : YCCK;
    };
  }

  /** One row: interleaved {@code samples} as decoded, to three bytes per pixel. */
  abstract void toRgb(byte[] samples, byte[] rgb, int width);

  private static void ycc(byte[] samples, int from, byte[] rgb, int to) {
    int y = samples[from] & 0xFF;
    int cb = samples[from + 1] & 0xFF;
    int cr = samples[from + 2] & 0xFF;
    rgb[to] = clamp(y + CR_RED[cr]);
    rgb[to + 1] = clamp(y + ((CB_GREEN[cb] + CR_GREEN[cr]) >> SCALE_BITS));
    rgb[to + 2] = clamp(y + CB_BLUE[cb]);
  }

  /** {@code stored} and {@code black} are 255 − ink: the light that ink and black let through. */
  private static int withBlack(int stored, int black) {
    int absorbed = (255 - stored) * black + 128;
    return Math.max(0, black - (((absorbed >> 8) + absorbed) >> 8));
  }

  private static byte clamp(int value) {
    return (byte) Math.max(0, Math.min(255, value));
  }

  private static int[] table(double factor, int offset, int shift) {
    int fixed = (int) Math.round(Math.abs(factor) * (1 << SCALE_BITS));
    var table = new int[256];
    for (int i = 0; i < 256; i++) {
      table[i] = ((factor < 0 ? -fixed : fixed) * (i - 128) + offset) >> shift;
    }
    return table;
  }
}
