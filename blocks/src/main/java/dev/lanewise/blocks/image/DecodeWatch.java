package dev.lanewise.blocks.image;

import java.awt.image.BufferedImage;
import java.util.List;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadUpdateListener;
import javax.imageio.event.IIOReadWarningListener;
import org.jspecify.annotations.Nullable;

/**
 * What a reader tells in passing: it returns pictures of damaged or missing data, too, gray or
 * black from there on, and only warns.
 */
final class DecodeWatch implements IIOReadWarningListener, IIOReadUpdateListener {
  /** Of libjpeg (jerror.h, compiled in and never translated) and of the JDK's GIF reader. */
  private static final List<String> DAMAGE =
      List.of("Corrupt JPEG data", "Premature end of", "Truncated File", "Out-of-sequence code");

  /** Between two segments, where they cost no pixel: cameras leave some there. */
  private static final String HARMLESS = "extraneous bytes before marker";

  private @Nullable String damage;
  private int rows;

  private DecodeWatch() {}

  /** Watches for warnings of this reader. */
  static DecodeWatch over(ImageReader reader) {
    var watch = new DecodeWatch();
    reader.addIIOReadWarningListener(watch);
    return watch;
  }

  /**
   * Counts rows as well. A JPEG reader that is asked to report them decodes each scan by itself.
   */
  void countRows(ImageReader reader) {
    reader.addIIOReadUpdateListener(this);
  }

  /** The first warning that says pixels are lost, or null. */
  @Nullable String damage() {
    return damage;
  }

  /** How many rows of pixels the reader has put out since {@link #countRows}. */
  int rows() {
    return rows;
  }

  @Override
  public void warningOccurred(ImageReader source, String warning) {
    if (damage == null
        && !warning.contains(HARMLESS)
        && DAMAGE.stream().anyMatch(warning::contains)) {
      damage = warning;
    }
  }

  @Override
  public void imageUpdate(
      ImageReader source,
      BufferedImage image,
      int minX,
      int minY,
      int width,
      int height,
      int periodX,
      int periodY,
      int[] bands) {
    rows += height;
  }

  @Override
  public void passStarted(
      ImageReader source,
      BufferedImage image,
      int pass,
      int minPass,
      int maxPass,
      int minX,
      int minY,
      int periodX,
      int periodY,
      int[] bands) {}

  @Override
  public void passComplete(ImageReader source, BufferedImage image) {}

  @Override
  public void thumbnailPassStarted(
      ImageReader source,
      BufferedImage thumbnail,
      int pass,
      int minPass,
      int maxPass,
      int minX,
      int minY,
      int periodX,
      int periodY,
      int[] bands) {}

  @Override
  public void thumbnailUpdate(
      ImageReader source,
      BufferedImage thumbnail,
      int minX,
      int minY,
      int width,
      int height,
      int periodX,
      int periodY,
      int[] bands) {}

  @Override
  public void thumbnailPassComplete(ImageReader source, BufferedImage thumbnail) {}
}
