package dev.lanewise.blocks.image;

/**
 * How the stored pixels must be turned to stand upright, in the order of Exif's values 1 … 8 (CIPA
 * DC-008, tag 0x0112): first rows and columns are swapped, then columns and rows reversed.
 */
enum Orientation {
  UPRIGHT(false, false, false),
  MIRRORED(false, true, false),
  UPSIDE_DOWN(false, true, true),
  FLIPPED(false, false, true),
  TRANSPOSED(true, false, false),
  TURN_CLOCKWISE(true, true, false),
  TRANSVERSE(true, true, true),
  TURN_COUNTERCLOCKWISE(true, false, true);

  final boolean swapsAxes;
  final boolean reversesColumns;
  final boolean reversesRows;

  Orientation(boolean swapsAxes, boolean reversesColumns, boolean reversesRows) {
    this.swapsAxes = swapsAxes;
    this.reversesColumns = reversesColumns;
    this.reversesRows = reversesRows;
  }

  private static final int TAG = 0x0112;
  private static final int SHORT = 3;
  private static final int LONG = 4;

  /** The orientation that Exif's {@code value} stands for; values it does not know say nothing. */
  static Orientation of(long value) {
    return value >= 1 && value <= 8 ? values()[(int) value - 1] : UPRIGHT;
  }

  /**
   * The orientation in the first directory of the TIFF structure at {@code from} … {@code to}.
   * Metadata is no part of the picture: where it is damaged, it says nothing.
   */
  static Orientation ofExif(Source source, long from, long to) {
    if (to - from < 8) {
      return UPRIGHT;
    }
    boolean little = source.has(from, "II*\0");
    if (!little && !source.has(from, "MM\0*")) {
      return UPRIGHT;
    }
    long directory = from + (little ? source.u32Little(from + 4) : source.u32Big(from + 4));
    if (directory + 2 > to) {
      return UPRIGHT;
    }
    int entries = u16(source, directory, little);
    for (int i = 0; i < entries; i++) {
      long entry = directory + 2 + 12L * i;
      if (entry + 12 > to) {
        return UPRIGHT;
      }
      if (u16(source, entry, little) == TAG) {
        long count = little ? source.u32Little(entry + 4) : source.u32Big(entry + 4);
        int type = u16(source, entry + 2, little);
        if (count != 1 || (type != SHORT && type != LONG)) {
          return UPRIGHT;
        }
        if (type == SHORT) {
          return of(u16(source, entry + 8, little));
        }
        return of(little ? source.u32Little(entry + 8) : source.u32Big(entry + 8));
      }
    }
    return UPRIGHT;
  }

  private static int u16(Source source, long at, boolean little) {
    return little ? source.u16Little(at) : source.u16Big(at);
  }
}
