package dev.lanewise.blocks.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pictures of every kind against the pixels that Pillow makes of them; see make.py beside them. */
class PillowPicturesTest {
  private static final int WIDTH = 37;
  private static final int HEIGHT = 23;

  static Stream<String> lossless() {
    return Stream.of(
            "png-gray1.png png-gray2.png png-gray4.png png-gray8.png png-gray16.png png-palette1.png",
            "png-palette2.png png-palette4.png png-palette8.png png-gray-alpha8.png",
            "png-gray-alpha16.png png-rgb8.png png-rgb16.png png-rgba8.png png-rgba16.png",
            "png-gray-key.png png-rgb-key.png png-gamma.png png-short-palette.png noise.png",
            "bmp-1.bmp bmp-4.bmp bmp-8.bmp bmp-16-555.bmp bmp-16-565.bmp bmp-24.bmp",
            "bmp-24-top-down.bmp bmp-32.bmp bmp-8-rle.bmp",
            "gif-whole.gif gif-interlaced.gif gif-part.gif gif-part-transparent.gif",
            "gif-no-palette.gif")
        .flatMap(line -> Stream.of(line.split(" ")));
  }

  static List<String> jpeg() {
    return List.of(
        "jpeg-420.jpg",
        "jpeg-422.jpg",
        "jpeg-444.jpg",
        "jpeg-progressive.jpg",
        "jpeg-restarts.jpg",
        "jpeg-rgb.jpg",
        "jpeg-gray.jpg",
        "jpeg-cmyk.jpg",
        "jpeg-cmyk-unmarked.jpg",
        "jpeg-ycck.jpg");
  }

  @ParameterizedTest
  @MethodSource("lossless")
  void losslessPicturesAreTheSame(String name) {
    var picture = Resources.picture(name);
    assertThat(picture.width()).isEqualTo(WIDTH);
    assertThat(picture.height()).isEqualTo(HEIGHT);
    assertThat(picture.toRgb()).isEqualTo(Resources.pillow(name));
  }

  /**
   * Both build on libjpeg's integer transform, upsampling and colour tables, so that they agree bit
   * for bit.
   */
  @ParameterizedTest
  @MethodSource("jpeg")
  void jpegPicturesAreTheSame(String name) {
    var picture = Resources.picture(name);
    assertThat(picture.width()).isEqualTo(WIDTH);
    assertThat(picture.height()).isEqualTo(HEIGHT);
    assertThat(picture.toRgb()).isEqualTo(Resources.pillow(name));
  }

  @Test
  void frameThatSticksOutGrowsTheScreen() {
    var picture = Resources.picture("gif-sticks-out.gif");
    assertThat(picture).hasToString("picture of 50×25");
    assertThat(picture.toRgb()).isEqualTo(Resources.pillow("gif-sticks-out.gif"));
  }
}
