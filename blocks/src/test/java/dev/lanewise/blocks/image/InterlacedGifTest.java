package dev.lanewise.blocks.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterlacedGifTest {

  /** Some of the four passes have no row: the second one has none below five rows. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 17, 23})
  void everyRowFindsItsPlace(int height) throws IOException {
    var image = new BufferedImage(2, height, BufferedImage.TYPE_BYTE_INDEXED);
    for (int y = 0; y < height; y++) {
      image.getRaster().setSample(0, y, 0, 3 * y);
      image.getRaster().setSample(1, y, 0, 3 * y + 1);
    }
    var file = new ByteArrayOutputStream();
    ImageIO.write(image, "gif", file); // interlaced unless told otherwise
    var container = Container.read(new Source("", file.toByteArray()), PictureLimits.DEFAULT);
    assertThat(container)
        .isInstanceOfSatisfying(Gif.class, gif -> assertThat(gif.interlaced()).isTrue());
    var picture = Picture.read(file.toByteArray(), "gif", PictureLimits.DEFAULT);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < 2; x++) {
        assertThat(picture.rgb(x, y)).as("%d, %d", x, y).isEqualTo(image.getRGB(x, y) & 0xFFFFFF);
      }
    }
  }
}
