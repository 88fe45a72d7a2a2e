package dev.lanewise.blocks.image;

import java.awt.image.IndexColorModel;

/** Colours by index, {@code 0xRRGGBB}. As in Pillow an index without a colour is black. */
record Palette(int[] colours) {

  /** A table of {@code size} colours, three bytes each. */
  static Palette of(Source source, long at, int size) {
    var colours = new int[size];
    for (int i = 0; i < size; i++) {
      long entry = at + 3L * i;
      colours[i] = source.u8(entry) << 16 | source.u8(entry + 1) << 8 | source.u8(entry + 2);
    }
    return new Palette(colours);
  }

  static Palette of(IndexColorModel model) {
    var colours = new int[model.getMapSize()];
    model.getRGBs(colours);
    return new Palette(colours);
  }

  /** Each of 256 indices a shade. */
  static Palette grays() {
    var colours = new int[256];
    for (int i = 0; i < 256; i++) {
      colours[i] = i * 0x01_01_01;
    }
    return new Palette(colours);
  }

  /** Writes the colour of {@code index} at pixel {@code x} of a row. */
  void put(int index, byte[] rgb, int x) {
    int colour = index < colours.length ? colours[index] : 0;
    rgb[3 * x] = (byte) (colour >> 16);
    rgb[3 * x + 1] = (byte) (colour >> 8);
    rgb[3 * x + 2] = (byte) colour;
  }
}
