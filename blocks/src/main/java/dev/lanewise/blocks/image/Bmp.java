package dev.lanewise.blocks.image;

/** The two headers of a BMP file (Microsoft, Bitmap Storage). */
record Bmp(int width, int height) implements Container {
  static final String MAGIC = "BM";

  private static final int FILE_HEADER_BYTES = 14;
  private static final int CORE_HEADER_BYTES = 12;
  private static final int INFO_HEADER_BYTES = 40;

  /** BI_JPEG and BI_PNG: a file inside the file, whose extents nobody has checked. */
  private static final int FIRST_EMBEDDED = 4;

  private static final int LAST_EMBEDDED = 5;

  @Override
  public String format() {
    return "bmp";
  }

  static Bmp read(Source source, PictureLimits limits) {
    long header = source.u32Little(FILE_HEADER_BYTES);
    long width;
    long height;
    if (header == CORE_HEADER_BYTES) {
      width = source.u16Little(18);
      height = source.u16Little(20);
    } else if (header >= INFO_HEADER_BYTES) {
      width = (int) source.u32Little(18);
      // Negative where the rows begin at the top.
      height = Math.abs((long) (int) source.u32Little(22));
      long compression = source.u32Little(30);
      if (compression >= FIRST_EMBEDDED && compression <= LAST_EMBEDDED) {
        throw source.unsupported("a BMP that embeds a file of another format");
      }
    } else {
      throw source.unsupported("a BMP header of " + header + " bytes");
    }
    limits.checkPixels(source.name(), width, height);
    long pixels = source.u32Little(10);
    if (pixels < FILE_HEADER_BYTES + header) {
      throw source.malformed("the pixels of the BMP begin at byte " + pixels + " of its header");
    }
    source.require(pixels, 1);
    return new Bmp((int) width, (int) height);
  }
}
