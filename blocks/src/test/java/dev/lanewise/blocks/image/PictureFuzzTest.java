package dev.lanewise.blocks.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lanewise.blocks.FuzzInputs;
import dev.lanewise.blocks.ReaderDemands;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every format of {@link Picture} on any bytes. */
class PictureFuzzTest {
  private static final PictureLimits LIMITS = new PictureLimits(4096, 1 << 20);

  static Stream<byte[]> seeds() {
    return Stream.concat(
        PictureSeeds.small(), PictureSeeds.FROM_PILLOW.stream().map(Resources::bytes));
  }

  static List<Arguments.ArgumentSet> inputs() throws IOException {
    return FuzzInputs.of(PictureFuzzTest.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seedsArePictures(byte[] bytes) {
    assertThat(Picture.read(bytes, "seed", LIMITS).toRgb()).isNotEmpty();
  }

  @Timeout(5)
  @ParameterizedTest
  @MethodSource({"seeds", "inputs"})
  void whatFuzzingFoundIsReadOrRefused(byte[] bytes) throws IOException {
    picture(bytes);
  }

  @MethodSource("seeds")
  @DictionaryFile(resourcePath = "picture.dict")
  @FuzzTest(maxDuration = "")
  void picture(byte[] bytes) throws IOException {
    check(bytes);
    // Nearly every mutation breaks a checksum, which would leave nothing of a PNG to be decoded.
    byte[] repaired = PngChunks.repaired(bytes);
    if (!Arrays.equals(repaired, bytes)) {
      check(repaired);
    }
  }

  private static void check(byte[] bytes) throws IOException {
    new ReaderDemands("fuzzed: ", Set.of(PictureException.class))
        .check(
            bytes.length,
            () -> {
              var picture = Picture.read(bytes, "fuzzed", LIMITS);
              byte[] rgb = picture.toRgb();
              assertThat((long) picture.width() * picture.height())
                  .isPositive()
                  .isLessThanOrEqualTo(LIMITS.maxPixels())
                  .isEqualTo(rgb.length / 3);
              return List.of(picture.width(), picture.height(), ByteBuffer.wrap(rgb));
            });
  }
}
