package dev.lanewise.blocks.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** From a file's bytes to upright 8-bit RGB. */
final class Decoder {
  private Decoder() {}

  static Picture decode(Source source, PictureLimits limits) {
    var container = Container.read(source, limits);
    try {
      return decode(source, container);
    } catch (IOException | RuntimeException e) {
      // The JDK's readers answer some malformed files with whatever their loops ran into.
      throw e instanceof PictureException known
          ? known
          : source.malformed("cannot be decoded (" + e + ")", e);
    }
  }

  private static Picture decode(Source source, Container container) throws IOException {
    ImageReader reader = Readers.open(container.format());
    try (var in = new MemoryCacheImageInputStream(container.stream(source))) {
      reader.setInput(in, false, true);
      var watch = DecodeWatch.over(reader);
      var picture =
          switch (container) {
            case Jpeg jpeg -> jpeg(source, jpeg, reader);
            case Png png -> components(source, reader, png, png.orientation());
            case Bmp bmp -> components(source, reader, bmp, Orientation.UPRIGHT);
            case Gif gif -> gif(source, gif, reader, watch);
          };
      if (watch.damage() != null) {
        throw source.malformed("its data is damaged (" + watch.damage() + ")");
      }
      return picture;
    } finally {
      reader.dispose();
    }
  }

  /**
   * Colours are converted here and not by the reader, which would apply embedded profiles and
   * guesses the colour space by rules of its own.
   */
  private static Picture jpeg(Source source, Jpeg jpeg, ImageReader reader) throws IOException {
    requireExtents(source, reader, jpeg.width(), jpeg.height());
    Raster raster = reader.readRaster(0, null);
    var canvas = new Canvas(jpeg.width(), jpeg.height(), jpeg.orientation());
    var samples = new byte[raster.getNumBands() * jpeg.width()];
    var rgb = new byte[3 * jpeg.width()];
    for (int y = 0; y < jpeg.height(); y++) {
      raster.getDataElements(0, y, jpeg.width(), 1, samples);
      jpeg.colour().toRgb(samples, rgb, jpeg.width());
      canvas.row(y, rgb);
    }
    return canvas.picture();
  }

  private static Picture components(
      Source source, ImageReader reader, Container container, Orientation orientation)
      throws IOException {
    requireExtents(source, reader, container.width(), container.height());
    var rows = ImageRows.of(reader.read(0));
    var canvas = new Canvas(container.width(), container.height(), orientation);
    var rgb = new byte[3 * container.width()];
    for (int y = 0; y < container.height(); y++) {
      rows.toRgb(y, rgb);
      canvas.row(y, rgb);
    }
    return canvas.picture();
  }

  private static Picture gif(Source source, Gif gif, ImageReader reader, DecodeWatch watch)
      throws IOException {
    requireExtents(source, reader, gif.frameWidth(), gif.frameHeight());
    watch.countRows(reader);
    BufferedImage frame = reader.read(0);
    if (watch.rows() < gif.frameHeight()) {
      throw source.malformed(
          "the data of the frame ends after %d of its %d rows"
              .formatted(watch.rows(), gif.frameHeight()));
    }
    var canvas = new Canvas(gif.width(), gif.height(), Orientation.UPRIGHT);
    var indices = new int[gif.width()];
    var rgb = new byte[3 * gif.width()];
    for (int y = 0; y < gif.height(); y++) {
      Arrays.fill(indices, gif.background());
      int row = y - gif.top();
      if (row >= 0 && row < gif.frameHeight()) {
        int[] inFrame =
            frame.getRaster().getSamples(0, gif.inFile(row), gif.frameWidth(), 1, 0, (int[]) null);
        System.arraycopy(inFrame, 0, indices, gif.left(), inFrame.length);
      }
      for (int x = 0; x < indices.length; x++) {
        gif.palette().put(indices[x], rgb, x);
      }
      canvas.row(y, rgb);
    }
    return canvas.picture();
  }

  /** What was checked against the limits must be what the reader is going to allocate. */
  private static void requireExtents(Source source, ImageReader reader, int width, int height)
      throws IOException {
    if (reader.getWidth(0) != width || reader.getHeight(0) != height) {
      throw source.malformed(
          "%d×%d pixels by its header, %d×%d by its reader"
              .formatted(width, height, reader.getWidth(0), reader.getHeight(0)));
    }
  }
}
