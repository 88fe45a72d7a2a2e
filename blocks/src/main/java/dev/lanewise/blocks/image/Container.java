package dev.lanewise.blocks.image;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/**
 * What a file says about its picture around the pixels. Reading one checks the extents against the
 * limits as soon as they are known, then that the file is whole; no pixel is decoded.
 */
sealed interface Container permits Jpeg, Png, Gif, Bmp {
  /** Columns of the picture as stored. */
  int width();

  /** Rows of the picture as stored. */
  int height();

  /** The name of the format for ImageIO. */
  String format();

  /** The file as ImageIO is to see it. */
  default InputStream stream(Source source) {
    return new ByteArrayInputStream(source.bytes());
  }

  /** Reads what stands before and between the pixels of {@code source}. */
  static Container read(Source source, PictureLimits limits) {
    if (source.size() == 0) {
      throw source.malformed("the file is empty");
    }
    if (source.has(0, Jpeg.MAGIC)) {
      return Jpeg.read(source, limits);
    }
    if (source.has(0, Png.MAGIC)) {
      return Png.read(source, limits);
    }
    if (source.has(0, Gif.MAGIC_87) || source.has(0, Gif.MAGIC_89)) {
      return Gif.read(source, limits);
    }
    if (source.has(0, Bmp.MAGIC)) {
      return Bmp.read(source, limits);
    }
    throw source.unsupported("is neither JPEG, PNG, GIF nor BMP");
  }
}
