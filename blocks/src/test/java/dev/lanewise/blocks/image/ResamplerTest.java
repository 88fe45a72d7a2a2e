package dev.lanewise.blocks.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {

  @ParameterizedTest
  @CsvSource({"37,23", "1,1", "10,7", "36,22", "74,46", "37,9", "5,23", "100,3", "3,100"})
  void resizingIsPillowsBitForBit(int width, int height) {
    var resized = resize(Resources.picture("noise.png"), width, height);
    assertThat(resized.toRgb())
        .isEqualTo(Resources.bytes("resized-%dx%d.rgb".formatted(width, height)));
  }

  @Property(tries = 200)
  void sameSizeKeepsEveryPixel(
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll long seed) {
    var picture = noise(width, height, seed);
    assertThat(resize(picture, width, height).toRgb()).isEqualTo(picture.toRgb());
  }

  @Property(tries = 200)
  void constantPictureStaysConstant(
      @ForAll @IntRange(min = 1, max = 60) int width,
      @ForAll @IntRange(min = 1, max = 60) int height,
      @ForAll @IntRange(min = 1, max = 60) int newWidth,
      @ForAll @IntRange(min = 1, max = 60) int newHeight,
      @ForAll byte level) {
    var rgb = new byte[3 * width * height];
    Arrays.fill(rgb, level);
    assertThat(resize(Picture.of(width, height, rgb), newWidth, newHeight).toRgb())
        .containsOnly(level);
  }

  /** One level: a half for rounding between the passes, a half at the end. */
  @Property(tries = 100)
  void resultIsWithinOneLevelOfTheFormulaInDoublePrecision(
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 40) int newWidth,
      @ForAll @IntRange(min = 1, max = 40) int newHeight,
      @ForAll long seed) {
    var picture = noise(width, height, seed);
    byte[] resized = resize(picture, newWidth, newHeight).toRgb();
    for (int y = 0; y < newHeight; y++) {
      for (int x = 0; x < newWidth; x++) {
        for (int c = 0; c < 3; c++) {
          double expected = formula(picture, x, newWidth, y, newHeight, c);
          assertThat((double) (resized[3 * (y * newWidth + x) + c] & 0xFF))
              .isBetween(expected - 1.001, expected + 1.001);
        }
      }
    }
  }

  @Property(tries = 100)
  void computingOnlyAPartChangesNothingInIt(
      @ForAll @IntRange(min = 4, max = 40) int size,
      @ForAll @IntRange(min = 1, max = 4) int part,
      @ForAll long seed) {
    var picture = noise(23, 31, seed);
    byte[] whole = resize(picture, size, size).toRgb();
    int from = (int) Math.floorMod(seed, size - part + 1L);
    var cut =
        Resampler.resample(
            picture, Taps.of(0, 23, size, from, part), Taps.of(0, 31, size, from, part));
    for (int y = 0; y < part; y++) {
      int at = 3 * ((from + y) * size + from);
      assertThat(Arrays.copyOfRange(cut.toRgb(), 3 * part * y, 3 * part * (y + 1)))
          .isEqualTo(Arrays.copyOfRange(whole, at, at + 3 * part));
    }
  }

  @Test
  @Tag("slow")
  void twelveMegapixelsTakeLessThanThreeTenthsOfASecond() {
    var photo = noise(4000, 3000, 1);
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 6; i++) {
      long start = System.nanoTime();
      Preprocessing.IMAGENET.framing().apply(photo);
      best = Math.min(best, System.nanoTime() - start);
    }
    assertThat(best / 1e6).as("milliseconds").isLessThan(300);
  }

  static Picture noise(int width, int height, long seed) {
    var rgb = new byte[3 * width * height];
    new Random(seed).nextBytes(rgb);
    return Picture.of(width, height, rgb);
  }

  private static Picture resize(Picture picture, int width, int height) {
    return Resampler.resample(
        picture,
        Taps.of(0, picture.width(), width, 0, width),
        Taps.of(0, picture.height(), height, 0, height));
  }

  /** A triangle as wide as a target pixel, but never narrower than a source pixel. */
  private static double formula(Picture p, int x, int newWidth, int y, int newHeight, int c) {
    double sum = 0;
    double weights = 0;
    for (int j = 0; j < p.height(); j++) {
      for (int i = 0; i < p.width(); i++) {
        double weight =
            triangle(i, x, (double) p.width() / newWidth)
                * triangle(j, y, (double) p.height() / newHeight);
        sum += weight * (p.rgb(i, j) >> (16 - 8 * c) & 0xFF);
        weights += weight;
      }
    }
    return sum / weights;
  }

  private static double triangle(int source, int target, double scale) {
    double distance = Math.abs(source + 0.5 - (target + 0.5) * scale);
    return Math.max(0, 1 - distance / Math.max(1, scale));
  }
}
