package dev.lanewise.blocks.image;

import static dev.lanewise.blocks.image.PictureException.Reason.UNREADABLE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A decoded picture: 8-bit red, green and blue, upright, three bytes per pixel, rows from the top.
 *
 * <pre>{@code
 * var picture = Picture.read(Path.of("owl.jpg"));
 * Preprocessing.IMAGENET.apply(picture, session.input("input"), 0);
 * }</pre>
 *
 * <p>JPEG (baseline and progressive; gray, YCbCr, RGB, CMYK and YCCK), PNG, GIF (the first frame)
 * and BMP. The pixels are those of Pillow's {@code convert("RGB")}: alpha is dropped, palettes are
 * looked up, colour profiles and gamma are ignored; of 16 bits the upper eight are kept. Unlike
 * there the Exif orientation of JPEG and PNG is applied, and a picture that ends too early or whose
 * data is damaged is refused.
 *
 * <p>Immutable; any number of threads may read pictures at a time. The file is closed before
 * decoding starts, and nothing is written to disk. Works headless.
 */
public final class Picture {
  private final int width;
  private final int height;
  private final byte[] pixels;

  /** Takes over the array. */
  Picture(int width, int height, byte[] pixels) {
    this.width = width;
    this.height = height;
    this.pixels = pixels;
  }

  /**
   * A picture of these pixels.
   *
   * @param rgb red, green, blue of each pixel, row by row from the top; copied
   * @throws IllegalArgumentException if an extent is not positive or the array has another length
   */
  public static Picture of(int width, int height, byte[] rgb) {
    if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
      throw new IllegalArgumentException(
          "%d×%d pixels of three bytes each, got %d bytes".formatted(width, height, rgb.length));
    }
    return new Picture(width, height, rgb.clone());
  }

  /**
   * Reads a file within {@link PictureLimits#DEFAULT}.
   *
   * @throws PictureException if it cannot be read, or is too large, unsupported or malformed
   */
  public static Picture read(Path file) {
    return read(file, PictureLimits.DEFAULT);
  }

  /**
   * Reads a regular file within these limits.
   *
   * @throws PictureException if it cannot be read, or is too large, unsupported or malformed
   */
  public static Picture read(Path file, PictureLimits limits) {
    String name = file.toString();
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new PictureException(
          UNREADABLE, name, Files.isDirectory(file) ? "is a directory" : "is not a regular file");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      limits.checkBytes(name, Files.size(file));
      bytes = readAll(in, name, limits);
    } catch (NoSuchFileException e) {
      throw new PictureException(UNREADABLE, name, "no such file", e);
    } catch (IOException e) {
      throw new PictureException(UNREADABLE, name, "cannot be read (" + e + ")", e);
    }
    return read(bytes, name, limits);
  }

  /**
   * Reads a stream to its end, within these limits, and leaves closing it to the caller.
   *
   * @param name what errors call the picture
   * @throws PictureException if it cannot be read, or is too large, unsupported or malformed
   */
  public static Picture read(InputStream in, String name, PictureLimits limits) {
    byte[] bytes;
    try {
      bytes = readAll(in, name, limits);
    } catch (IOException e) {
      throw new PictureException(UNREADABLE, name, "cannot be read (" + e + ")", e);
    }
    return read(bytes, name, limits);
  }

  /**
   * Decodes the bytes of a file, within these limits; the array is only read.
   *
   * @param name what errors call the picture
   * @throws PictureException if it is too large, unsupported or malformed
   */
  public static Picture read(byte[] file, String name, PictureLimits limits) {
    limits.checkBytes(name, file.length);
    return Decoder.decode(new Source(name, file), limits);
  }

  private static byte[] readAll(InputStream in, String name, PictureLimits limits)
      throws IOException {
    byte[] bytes = in.readNBytes((int) (limits.maxBytes() + 1));
    limits.checkBytes(name, bytes.length);
    return bytes;
  }

  /** Pixels in a row. */
  public int width() {
    return width;
  }

  /** Rows. */
  public int height() {
    return height;
  }

  /**
   * The pixel in column {@code x} from the left and row {@code y} from the top, as {@code
   * 0xRRGGBB}.
   *
   * @throws IndexOutOfBoundsException if it is outside the picture
   */
  public int rgb(int x, int y) {
    if (x < 0 || x >= width || y < 0 || y >= height) {
      throw new IndexOutOfBoundsException("(%d, %d) of %s".formatted(x, y, this));
    }
    int at = 3 * (y * width + x);
    return (pixels[at] & 0xFF) << 16 | (pixels[at + 1] & 0xFF) << 8 | (pixels[at + 2] & 0xFF);
  }

  /** A copy of all pixels: red, green, blue of each, row by row from the top. */
  public byte[] toRgb() {
    return pixels.clone();
  }

  /** The pixels themselves; to be read only. */
  byte[] pixels() {
    return pixels;
  }

  /** For example {@code picture of 640×480}. */
  @Override
  public String toString() {
    return "picture of " + width + "×" + height;
  }
}
