package dev.lanewise.blocks.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.blocks.SharedData;
import dev.lanewise.blocks.weights.Npy;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramingTest {

  /** The tolerances of the golden files are 1 level and 1.5 levels; measured is equality. */
  @ParameterizedTest
  @CsvSource({"kde_dog, png", "skimage_coffee, png", "gnome_cat, jpg"})
  void photographsComeOutAsFromTorchvision(String name, String extension) throws IOException {
    var picture = Picture.read(SharedData.file("pictures/" + name + "." + extension));
    var framed = Preprocessing.IMAGENET.framing().apply(picture).toRgb();
    var golden = SharedData.file("golden/preprocessing/" + name + ".uint8_hwc.npy");
    try (var expected = Npy.read(golden)) {
      assertThat(expected.shape()).isEqualTo(Shape.of(224, 224, 3));
      var levels = new float[framed.length];
      for (int i = 0; i < levels.length; i++) {
        levels[i] = Byte.toUnsignedInt(framed[i]);
      }
      assertThat(levels).containsExactly(expected.toArray(Layout.NCHW));
    }
  }

  /**
   * What is left over of an odd length is split by Python's {@code round}: 0.5 becomes 0, 1.5
   * becomes 2, 2.5 becomes 2. The pictures are not resized, and each column holds its own number.
   */
  @ParameterizedTest
  @CsvSource({"5, 0", "6, 1", "7, 2", "8, 2", "9, 2", "10, 3", "11, 4", "13, 4"})
  void halfPixelMarginsAreRoundedToEven(int width, int margin) {
    var rgb = new byte[3 * width * 4];
    for (int p = 0; p < 4 * width; p++) {
      Arrays.fill(rgb, 3 * p, 3 * p + 3, (byte) (p % width));
    }
    var wide = Picture.of(width, 4, rgb);
    assertThat(new Framing.ShorterSide(4, 4).apply(wide).rgb(0, 0) & 0xFF).isEqualTo(margin);
    assertThat(new Framing.CentreSquare(4).apply(wide).rgb(0, 0) & 0xFF).isEqualTo(margin);
  }

  @Test
  void longerSideIsCutToAWholeNumberOfPixels() {
    // 10·7/4 = 17.5: with 17 pixels the margin is round(3.5) = 4, with 18 it would be 4 as well,
    // and the scale 7/17 against 7/18 shows in the pixels.
    var picture = ResamplerTest.noise(7, 4, 3);
    var expected = Resampler.resample(picture, Taps.of(0, 7, 17, 4, 10), Taps.of(0, 4, 10, 0, 10));
    var other = Resampler.resample(picture, Taps.of(0, 7, 18, 4, 10), Taps.of(0, 4, 10, 0, 10));
    var framed = new Framing.ShorterSide(10, 10).apply(picture);
    assertThat(framed.toRgb()).isEqualTo(expected.toRgb()).isNotEqualTo(other.toRgb());
  }

  @ParameterizedTest
  @CsvSource({"1, 5000", "5000, 1", "1, 1", "2, 3", "1, 1000000"})
  void extremePicturesAreFramedLikeAnyOther(int width, int height) {
    var rgb = new byte[3 * width * height];
    Arrays.fill(rgb, (byte) 77);
    var picture = Picture.of(width, height, rgb);
    for (var framing :
        new Framing[] {new Framing.ShorterSide(256, 224), new Framing.CentreSquare(32)}) {
      var framed = framing.apply(picture);
      assertThat(framed.width()).isEqualTo(framing.side());
      assertThat(framed.height()).isEqualTo(framing.side());
      assertThat(framed.toRgb()).containsOnly(77);
    }
  }

  @Test
  void middleOfATallPictureIsWhatIsSeen() {
    // Rows 0 … 4999 get darker by 1 every 20: the middle is 125, and 224/256 of a pixel is seen.
    var rgb = new byte[3 * 5000];
    for (int y = 0; y < 5000; y++) {
      Arrays.fill(rgb, 3 * y, 3 * y + 3, (byte) (y / 20));
    }
    var framed = new Framing.ShorterSide(256, 224).apply(Picture.of(1, 5000, rgb));
    assertThat(framed.rgb(100, 0) & 0xFF).isEqualTo(124);
    assertThat(framed.rgb(100, 223) & 0xFF).isEqualTo(125);
  }

  @Test
  void pictureOfTheRightSizeIsKept() {
    var picture = ResamplerTest.noise(32, 32, 7);
    assertThat(Preprocessing.CIFAR10_EMBEDDED.framing().apply(picture).toRgb())
        .isEqualTo(picture.toRgb());
    assertThat(Preprocessing.CIFAR10_IMAGENET_STATISTICS.framing().apply(picture).toRgb())
        .isEqualTo(picture.toRgb());
  }

  @Test
  void centreSquareIgnoresWhatLiesOutside() {
    // A white square of 8×8 in the middle of black: nothing of the black bleeds in.
    var rgb = new byte[3 * 20 * 8];
    for (int p = 0; p < 20 * 8; p++) {
      if (p % 20 >= 6 && p % 20 < 14) {
        Arrays.fill(rgb, 3 * p, 3 * p + 3, (byte) 255);
      }
    }
    assertThat(new Framing.CentreSquare(5).apply(Picture.of(20, 8, rgb)).toRgb()).containsOnly(255);
  }

  @ParameterizedTest
  @CsvSource({"256, 257", "256, 0", "20000, 20000"})
  void sidesThatCannotBeAreRefused(int shorterSide, int side) {
    assertThatThrownBy(() -> new Framing.ShorterSide(shorterSide, side))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(Integer.toString(shorterSide), Integer.toString(side));
  }
}
