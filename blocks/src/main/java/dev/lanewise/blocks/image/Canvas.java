package dev.lanewise.blocks.image;

/** Where rows, as stored in the file, become an upright picture. */
final class Canvas {
  private final int storedWidth;
  private final int width;
  private final int height;
  private final byte[] pixels;
  private final int origin;
  private final int columnStep;
  private final int rowStep;

  Canvas(int storedWidth, int storedHeight, Orientation orientation) {
    this.storedWidth = storedWidth;
    width = orientation.swapsAxes ? storedHeight : storedWidth;
    height = orientation.swapsAxes ? storedWidth : storedHeight;
    pixels = new byte[3 * width * height];
    int right = orientation.reversesColumns ? -3 : 3;
    int down = orientation.reversesRows ? -3 * width : 3 * width;
    origin =
        (orientation.reversesColumns ? 3 * (width - 1) : 0)
            + (orientation.reversesRows ? 3 * width * (height - 1) : 0);
    columnStep = orientation.swapsAxes ? down : right;
    rowStep = orientation.swapsAxes ? right : down;
  }

  /** Puts the stored row {@code y}: three bytes per pixel from the start of {@code rgb}. */
  void row(int y, byte[] rgb) {
    int at = origin + y * rowStep;
    if (columnStep == 3) {
      System.arraycopy(rgb, 0, pixels, at, 3 * storedWidth);
      return;
    }
    for (int x = 0; x < storedWidth; x++, at += columnStep) {
      pixels[at] = rgb[3 * x];
      pixels[at + 1] = rgb[3 * x + 1];
      pixels[at + 2] = rgb[3 * x + 2];
    }
  }

  /** The finished picture; the canvas is not to be used any more. */
  Picture picture() {
    return new Picture(width, height, pixels);
  }
}
