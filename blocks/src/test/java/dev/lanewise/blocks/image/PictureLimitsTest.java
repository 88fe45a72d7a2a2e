package dev.lanewise.blocks.image;

import static dev.lanewise.blocks.image.PictureException.Reason.TOO_LARGE;
import static dev.lanewise.blocks.image.RefusedPictureTest.indexOf;
import static dev.lanewise.blocks.image.RefusedPictureTest.png;
import static dev.lanewise.blocks.image.RefusedPictureTest.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureLimitsTest {

  @Test
  void pngOfTenBillionPixelsIsRefusedByItsHeaderAlone() {
    byte[] header = Arrays.copyOf(png(100_000, 100_000, new byte[0]), 33);
    long before = allocated();
    long start = System.nanoTime();
    var refused = refused(header, PictureLimits.DEFAULT);
    assertThat(System.nanoTime() - start).as("nanoseconds").isLessThan(1_000_000_000);
    assertThat(allocated() - before).as("bytes").isLessThan(1 << 20);
    assertThat(refused.reason()).isEqualTo(TOO_LARGE);
    assertThat(refused).hasMessage("picture: 100000×100000 pixels, the limit is 100000000 in all");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"jpeg-420.jpg", "png-rgb8.png", "bmp-24.bmp", "gif-whole.gif", "gif-part.gif"})
  void budgetIsInclusive(String name) {
    byte[] file = Resources.bytes(name);
    var enough = PictureLimits.DEFAULT.withMaxPixels(37 * 23);
    assertThat(Picture.read(file, name, enough).width()).isEqualTo(37);
    assertThat(refused(file, PictureLimits.DEFAULT.withMaxPixels(37 * 23 - 1)).reason())
        .isEqualTo(TOO_LARGE);
  }

  @ParameterizedTest
  @CsvSource({"65535, 65535", "1, 2000", "2000, 1"})
  void jpegOverTheBudgetIsRefusedByItsFrameHeader(int width, int height) {
    byte[] file = Resources.bytes("jpeg-420.jpg");
    int frame = indexOf(file, new byte[] {(byte) 0xFF, (byte) 0xC0});
    ByteBuffer.wrap(file).putShort(frame + 5, (short) height).putShort(frame + 7, (short) width);
    byte[] header = Arrays.copyOf(file, frame + 19);
    assertThat(refused(header, PictureLimits.DEFAULT.withMaxPixels(1999)).reason())
        .isEqualTo(TOO_LARGE);
  }

  @Test
  void gifOverTheBudgetByItsScreenIsRefused() {
    byte[] file = Resources.bytes("gif-part.gif");
    ByteBuffer.wrap(file).putShort(6, (short) -1).putShort(8, (short) -1);
    assertThat(refused(file, PictureLimits.DEFAULT)).hasMessageContaining("65535×65535");
  }

  @Test
  void lowestHeightOfABmpIsNoOverflow() {
    byte[] file = Resources.bytes("bmp-24.bmp");
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(22, Integer.MIN_VALUE);
    assertThat(refused(file, PictureLimits.DEFAULT)).hasMessageContaining("37×2147483648");
  }

  @Test
  void endlessStreamIsReadUpToTheLimitOnly() {
    var counted =
        new InputStream() {
          int bytes;

          @Override
          public int read() {
            bytes++;
            return 0;
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            bytes += length;
            return length;
          }
        };
    assertThatThrownBy(
            () -> Picture.read(counted, "endless", PictureLimits.DEFAULT.withMaxBytes(1000)))
        .hasMessageContainingAll("endless", "1000 bytes");
    assertThat(counted.bytes).isEqualTo(1001);
  }

  @Test
  void endlessScansAreRefused() {
    byte[] file = Resources.bytes("jpeg-progressive.jpg");
    int scan = indexOf(file, new byte[] {(byte) 0xFF, (byte) 0xDA});
    var endless = ByteBuffer.allocate(file.length + 101 * 10).put(file, 0, file.length - 2);
    for (int i = 0; i < 101; i++) {
      endless.put(file, scan, 2).putShort((short) 8).put(new byte[] {1, 1, 0, 1, 5, 0});
    }
    endless.put(file, file.length - 2, 2);
    assertThat(refused(endless.array(), PictureLimits.DEFAULT)).hasMessageContaining("100");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, PictureLimits.MOST_PIXELS + 1})
  void limitsThatNoArrayCouldHoldAreRefused(long pixels) {
    assertThatThrownBy(() -> PictureLimits.DEFAULT.withMaxPixels(pixels))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Long.toString(pixels));
  }

  private static long allocated() {
    return ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads
        ? threads.getCurrentThreadAllocatedBytes()
        : 0;
  }
}
