package dev.lanewise.blocks.image;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.List;

/**
 * The blocks of a GIF file up to the end of its first frame (GIF89a, CompuServe 1990). As in Pillow
 * the picture is the whole screen, grown where the frame sticks out; what the frame leaves free has
 * the transparent colour's index, or 0.
 *
 * @param left the frame's column on the screen
 * @param top the frame's row on the screen
 * @param background the index around the frame
 * @param palette {@code 0xRRGGBB} of each index; without any in the file, grays
 * @param flagsAt where the frame's flags stand in the file
 * @param interlaced whether the frame's rows come in four passes
 */
record Gif(
    int width,
    int height,
    int left,
    int top,
    int frameWidth,
    int frameHeight,
    int background,
    Palette palette,
    long flagsAt,
    boolean interlaced)
    implements Container {
  static final String MAGIC_87 = "GIF87a";
  static final String MAGIC_89 = "GIF89a";

  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xF9;
  private static final int IMAGE = 0x2C;
  private static final int SCREEN_BYTES = 13;
  private static final int IMAGE_BYTES = 9;
  private static final int INTERLACED = 0x40;

  @Override
  public String format() {
    return "gif";
  }

  /**
   * Without the mark of interlaced rows, so that the frame's raster has them in the order of the
   * file: the JDK's reader counts on each pass having one, and loses rows of a frame of two to
   * four.
   */
  @Override
  public InputStream stream(Source source) {
    int at = (int) flagsAt;
    byte[] bytes = source.bytes();
    var flags = new byte[] {(byte) (bytes[at] & ~INTERLACED)};
    var parts =
        List.of(
            new ByteArrayInputStream(bytes, 0, at),
            new ByteArrayInputStream(flags),
            new ByteArrayInputStream(bytes, at + 1, bytes.length - at - 1));
    return new SequenceInputStream(Collections.enumeration(parts));
  }

  /**
   * How many rows of the frame stand before row {@code y} in the file (GIF89a, appendix E: each
   * eighth row from 0, each eighth from 4, each fourth from 2, each second from 1).
   */
  int inFile(int y) {
    if (!interlaced) {
      return y;
    }
    return switch (y % 8) {
      case 0 -> y / 8;
      case 4 -> Math.ceilDiv(frameHeight, 8) + y / 8;
      case 2, 6 -> Math.ceilDiv(frameHeight, 4) + y / 4;
      default -> Math.ceilDiv(frameHeight, 2) + y / 2;
    };
  }

  static Gif read(Source source, PictureLimits limits) {
    var palette = Palette.grays();
    long at = SCREEN_BYTES;
    int flags = source.u8(10);
    if (hasPalette(flags)) {
      palette = Palette.of(source, at, paletteSize(flags));
      at += 3L * paletteSize(flags);
    }
    int background = 0;
    int block = source.u8(at++);
    while (block == EXTENSION) {
      int label = source.u8(at++);
      // Size, flags, delay (two bytes), index.
      if (label == GRAPHIC_CONTROL && source.u8(at) >= 4) {
        background = (source.u8(at + 1) & 1) == 0 ? 0 : source.u8(at + 4);
      }
      at = afterSubBlocks(source, at);
      block = source.u8(at++);
    }
    if (block != IMAGE) {
      throw source.malformed("a GIF block of kind %d where a frame was due".formatted(block));
    }
    int left = source.u16Little(at);
    int top = source.u16Little(at + 2);
    int frameWidth = source.u16Little(at + 4);
    int frameHeight = source.u16Little(at + 6);
    limits.checkPixels(source.name(), frameWidth, frameHeight);
    int width = Math.max(source.u16Little(6), left + frameWidth);
    int height = Math.max(source.u16Little(8), top + frameHeight);
    limits.checkPixels(source.name(), width, height);
    long flagsAt = at + 8;
    flags = source.u8(flagsAt);
    at += IMAGE_BYTES;
    if (hasPalette(flags)) {
      palette = Palette.of(source, at, paletteSize(flags));
      at += 3L * paletteSize(flags);
    }
    // After the first code's width.
    afterSubBlocks(source, at + 1);
    return new Gif(
        width,
        height,
        left,
        top,
        frameWidth,
        frameHeight,
        background,
        palette,
        flagsAt,
        (source.u8(flagsAt) & INTERLACED) != 0);
  }

  private static boolean hasPalette(int flags) {
    return (flags & 0x80) != 0;
  }

  private static int paletteSize(int flags) {
    return 2 << (flags & 7);
  }

  private static long afterSubBlocks(Source source, long at) {
    while (source.u8(at) != 0) {
      at += 1 + source.u8(at);
    }
    return at + 1;
  }
}
