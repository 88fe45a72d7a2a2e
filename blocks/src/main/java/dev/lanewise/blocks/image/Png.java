package dev.lanewise.blocks.image;

import java.util.zip.CRC32;

/**
 * The chunks of a PNG file (W3C, Portable Network Graphics, 5.3): lengths that fit the file, and
 * checksums that fit the critical chunks, up to the end chunk.
 */
record Png(int width, int height, Orientation orientation) implements Container {
  static final String MAGIC = "\u0089PNG\r\n\u001A\n";

  private static final int HEADER_BYTES = 13;
  private static final long ANCILLARY = 0x2000_0000L;

  @Override
  public String format() {
    return "png";
  }

  static Png read(Source source, PictureLimits limits) {
    long at = MAGIC.length();
    if (source.u32Big(at) != HEADER_BYTES || !source.has(at + 4, "IHDR")) {
      throw source.malformed("a PNG that does not begin with its header chunk");
    }
    long width = source.u32Big(at + 8);
    long height = source.u32Big(at + 12);
    limits.checkPixels(source.name(), width, height);
    var orientation = Orientation.UPRIGHT;
    while (true) {
      long length = source.u32Big(at);
      long type = source.u32Big(at + 4);
      source.require(at + 8, length + 4);
      boolean intact = checksum(source, at + 4, length + 4) == source.u32Big(at + 8 + length);
      if (!intact && (type & ANCILLARY) == 0) {
        throw source.malformed("the checksum of the PNG chunk at byte " + at + " is wrong");
      }
      if (intact && source.has(at + 4, "eXIf")) {
        orientation = Orientation.ofExif(source, at + 8, at + 8 + length);
      }
      if (source.has(at + 4, "IEND")) {
        return new Png((int) width, (int) height, orientation);
      }
      at += length + 12;
    }
  }

  private static long checksum(Source source, long from, long length) {
    var crc = new CRC32();
    crc.update(source.bytes(), (int) from, (int) length);
    return crc.getValue();
  }
}
