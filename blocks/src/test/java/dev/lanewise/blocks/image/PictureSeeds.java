package dev.lanewise.blocks.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** What fuzzing of pictures begins with. */
final class PictureSeeds {
  private static final int WIDTH = 5;
  private static final int HEIGHT = 3;

  /** Kinds that the JDK does not write. */
  static final List<String> FROM_PILLOW =
      List.of(
          "bmp-16-565.bmp",
          "bmp-4.bmp",
          "bmp-8-rle.bmp",
          "gif-interlaced.gif",
          "gif-no-palette.gif",
          "gif-part-transparent.gif",
          "gif-sticks-out.gif",
          "jpeg-cmyk.jpg",
          "jpeg-gray.jpg",
          "jpeg-progressive.jpg",
          "jpeg-restarts.jpg",
          "jpeg-rgb.jpg",
          "jpeg-ycck.jpg",
          "png-gray-key.png",
          "png-short-palette.png");

  private PictureSeeds() {}

  /** Pictures of 5×3 pixels. */
  static Stream<byte[]> small() {
    var colours = written(BufferedImage.TYPE_3BYTE_BGR, "bmp", "gif", "jpg", "png");
    var indices = written(BufferedImage.TYPE_BYTE_INDEXED, "bmp", "gif", "png");
    var bits = written(BufferedImage.TYPE_BYTE_BINARY, "bmp", "gif", "png");
    var turned = Stream.of(turnedJpeg(), turnedPng());
    return Stream.of(colours, indices, bits, turned, pngs(), bmps()).flatMap(seeds -> seeds);
  }

  private static byte[] turnedJpeg() {
    byte[] exif = OrientationTest.exif(ByteOrder.LITTLE_ENDIAN, 3, 1, 6);
    return OrientationTest.jpegWith(Resources.bytes("jpeg-gray.jpg"), exif);
  }

  private static byte[] turnedPng() {
    return OrientationTest.pngWith(
        png(8, 0, 0), OrientationTest.exif(ByteOrder.BIG_ENDIAN, 4, 1, 5));
  }

  private static Stream<byte[]> bmps() {
    return Stream.of(
        BmpHeaders.core(WIDTH, HEIGHT),
        BmpHeaders.info(WIDTH, HEIGHT, 1, BmpHeaders.RGB),
        BmpHeaders.info(WIDTH, HEIGHT, 8, BmpHeaders.RLE8),
        BmpHeaders.info(WIDTH, HEIGHT, 4, BmpHeaders.RLE4),
        BmpHeaders.info(WIDTH, HEIGHT, 16, BmpHeaders.RGB),
        BmpHeaders.info(WIDTH, HEIGHT, 32, BmpHeaders.BIT_FIELDS),
        BmpHeaders.version4(WIDTH, HEIGHT, 4, BmpHeaders.RGB),
        BmpHeaders.version4(WIDTH, HEIGHT, 8, BmpHeaders.RLE8),
        BmpHeaders.version4(WIDTH, HEIGHT, 16, BmpHeaders.BIT_FIELDS),
        BmpHeaders.version5(WIDTH, HEIGHT, 24, BmpHeaders.RGB),
        BmpHeaders.version5(WIDTH, HEIGHT, 4, BmpHeaders.RLE4),
        BmpHeaders.version5(WIDTH, HEIGHT, 32, BmpHeaders.BIT_FIELDS));
  }

  /** Each colour type at each of its depths, plain and interlaced. */
  private static Stream<byte[]> pngs() {
    return IntStream.of(0, 2, 3, 4, 6)
        .boxed()
        .flatMap(
            colour ->
                IntStream.of(1, 2, 4, 8, 16)
                    .filter(depth -> colour == 0 || depth == 8 || (colour == 3) == (depth < 8))
                    .boxed()
                    .flatMap(depth -> Stream.of(png(depth, colour, 0), png(depth, colour, 1))));
  }

  /** Zeros, enough of them: the filter of each row is none, and so is each sample. */
  private static byte[] png(int depth, int colour, int interlace) {
    return PngChunks.file(WIDTH, HEIGHT, depth, colour, interlace, new byte[HEIGHT * 64]);
  }

  private static Stream<byte[]> written(int type, String... formats) {
    var image = new BufferedImage(WIDTH, HEIGHT, type);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      image.setRGB(i % WIDTH, i / WIDTH, 0x0F2B47 * i);
    }
    return Stream.of(formats).map(format -> written(image, format));
  }

  private static byte[] written(BufferedImage image, String format) {
    var file = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, file)) {
        throw new IllegalStateException("no writer of " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }
}
