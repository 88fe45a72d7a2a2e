package dev.lanewise.blocks.image;

import static dev.lanewise.blocks.image.PictureException.Reason.MALFORMED;
import static dev.lanewise.blocks.image.PictureException.Reason.UNREADABLE;
import static dev.lanewise.blocks.image.PictureException.Reason.UNSUPPORTED;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lanewise.blocks.image.PictureException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedPictureTest {

  /**
   * Each cut short by one byte, two, and so on.
   *
   * @param spare bytes at the end without which the pixels are still complete: the trailer of a
   *     GIF, the padding of a BMP's last row
   */
  @ParameterizedTest
  @CsvSource({
    "jpeg-420.jpg, 0",
    "jpeg-progressive.jpg, 0",
    "jpeg-restarts.jpg, 0",
    "png-rgb8.png, 0",
    "png-palette4.png, 0",
    "png-rgba16.png, 0",
    "gif-whole.gif, 1",
    "gif-interlaced.gif, 1",
    "bmp-24.bmp, 1",
    "bmp-8.bmp, 3",
    "bmp-1.bmp, 3",
    "bmp-4.bmp, 1",
    "bmp-16-565.bmp, 2",
    "bmp-32.bmp, 0",
    "bmp-8-rle.bmp, 0"
  })
  void everyTruncationIsRefused(String name, int spare) {
    byte[] file = Resources.bytes(name);
    int whole = file.length - spare;
    int step = Math.max(1, whole / 300);
    for (int length = 0; length < whole; length += length > whole - 20 ? 1 : step) {
      var refused = refused(Arrays.copyOf(file, length), PictureLimits.DEFAULT);
      assertThat(refused).as("%s cut to %d bytes", name, length).isNotNull();
      assertThat(refused.reason()).isIn(MALFORMED, UNSUPPORTED);
    }
  }

  @Test
  void missingScanDataIsRefusedThoughTheEndMarkerIsThere() {
    byte[] file = Resources.bytes("jpeg-420.jpg");
    int cut = file.length * 4 / 5;
    byte[] shorter = Arrays.copyOf(file, cut);
    shorter[cut - 2] = (byte) 0xFF;
    shorter[cut - 1] = (byte) 0xD9;
    assertThat(refused(shorter, PictureLimits.DEFAULT))
        .hasMessageContainingAll("picture", "damaged");
  }

  @Test
  void missingRowsOfAPngAreRefusedThoughItsChunksAreWhole() {
    var png = png(4, 4, new byte[13 * 2]);
    assertThat(refused(png, PictureLimits.DEFAULT).reason()).isEqualTo(MALFORMED);
    assertThat(Picture.read(png(4, 4, new byte[13 * 4]), "whole", PictureLimits.DEFAULT).rgb(3, 3))
        .isZero();
  }

  @Test
  void missingPixelsOfAGifAreRefusedThoughItsBlocksAreWhole() {
    byte[] file = Resources.bytes("gif-whole.gif");
    // One row more than there is data for: height of the screen, then of the frame.
    int frame = indexOf(file, new byte[] {',', 0, 0, 0, 0, 37, 0, 23, 0});
    file[frame + 7]++;
    assertThat(refused(file, PictureLimits.DEFAULT)).hasMessageContainingAll("23", "24");
  }

  @ParameterizedTest
  @CsvSource({"png-rgb8.png, 100", "png-rgb8.png, 30", "png-palette8.png, 60"})
  void flippedBitOfAPngIsSeenByItsChecksum(String name, int at) {
    byte[] file = Resources.bytes(name);
    file[at] ^= 4;
    assertThat(refused(file, PictureLimits.DEFAULT)).hasMessageContaining("checksum");
  }

  /** Whatever the bytes are: a picture or the one exception, and no other. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "jpeg-420.jpg",
        "jpeg-progressive.jpg",
        "jpeg-cmyk.jpg",
        "gif-whole.gif",
        "gif-part.gif",
        "bmp-8-rle.bmp",
        "bmp-16-565.bmp",
        "bmp-4.bmp"
      })
  void damagedBytesGiveAPictureOrThisException(String name) {
    byte[] file = Resources.bytes(name);
    var random = new Random(5);
    var limits = PictureLimits.DEFAULT.withMaxPixels(1_000_000);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] damaged = file.clone();
      for (int k = 0; k < 1 + i % 4; k++) {
        damaged[random.nextInt(Math.min(damaged.length, k % 2 == 0 ? 120 : damaged.length))] =
            (byte) random.nextInt();
      }
      try {
        Picture.read(damaged, name, limits);
      } catch (PictureException e) {
        refused++;
        assertThat(e).hasMessageStartingWith(name + ": ");
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void bmpThatEmbedsAPngIsRefused() {
    byte[] file = Resources.bytes("bmp-24.bmp");
    file[30] = 5;
    assertThat(refused(file, PictureLimits.DEFAULT).reason()).isEqualTo(UNSUPPORTED);
  }

  @Test
  void processesThatAreNotDecodedAreNamed() {
    byte[] file = Resources.bytes("jpeg-420.jpg");
    int frame = indexOf(file, new byte[] {(byte) 0xFF, (byte) 0xC0});
    file[frame + 1] = (byte) 0xC3;
    var lossless = refused(file, PictureLimits.DEFAULT);
    assertThat(lossless.reason()).isEqualTo(UNSUPPORTED);
    assertThat(lossless).hasMessageContaining("process 3");
    file[frame + 1] = (byte) 0xC1;
    file[frame + 4] = 12;
    assertThat(refused(file, PictureLimits.DEFAULT)).hasMessageContaining("12-bit");
  }

  @Test
  void emptyAndForeignFilesAreRefused() {
    assertThat(refused(new byte[0], PictureLimits.DEFAULT))
        .hasMessage("picture: the file is empty");
    for (String other : new String[] {"%PDF-1.7", "RIFF\0\0\0\0WEBPVP8 ", "\0", "P6 1 1 255 abc"}) {
      var refused = refused(other.getBytes(ISO_8859_1), PictureLimits.DEFAULT);
      assertThat(refused.reason()).isEqualTo(UNSUPPORTED);
      assertThat(refused).hasMessage("picture: is neither JPEG, PNG, GIF nor BMP");
    }
  }

  @Test
  void magicAloneIsRefused() {
    for (String magic : new String[] {Jpeg.MAGIC, Png.MAGIC, Gif.MAGIC_89, Bmp.MAGIC}) {
      assertThat(refused(magic.getBytes(ISO_8859_1), PictureLimits.DEFAULT))
          .hasMessageContaining("too early");
    }
  }

  @Test
  void fileThatCannotBeReadIsNamed(@TempDir Path folder) throws IOException {
    assertReason(folder.resolve("none.png"), UNREADABLE, "no such file");
    assertReason(folder, UNREADABLE, "directory");
    Path file =
        Files.write(folder.resolve("cut.png"), Arrays.copyOf(Resources.bytes("png-rgb8.png"), 99));
    assertReason(file, MALFORMED, "after 99 bytes");
    assertThatThrownBy(() -> Picture.read(file, PictureLimits.DEFAULT.withMaxBytes(98)))
        .hasMessageContainingAll(file.toString(), "98 bytes");
  }

  @Test
  void streamThatFailsIsUnreadable() {
    var failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("line cut");
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            throw new IOException("line cut");
          }
        };
    assertThatThrownBy(() -> Picture.read(failing, "upload", PictureLimits.DEFAULT))
        .isInstanceOf(PictureException.class)
        .hasMessageContainingAll("upload", "line cut");
  }

  @Test
  void streamIsLeftOpen() {
    var stream =
        new ByteArrayInputStream(Resources.bytes("png-rgb8.png")) {
          boolean closed;

          @Override
          public void close() {
            closed = true;
          }
        };
    assertThat(Picture.read(stream, "open", PictureLimits.DEFAULT).width()).isEqualTo(37);
    assertThat(stream.closed).isFalse();
  }

  private static void assertReason(Path file, Reason reason, String detail) {
    var refused = catchThrowableOfType(PictureException.class, () -> Picture.read(file));
    assertThat(refused).hasMessageContainingAll(file.toString(), detail);
    assertThat(refused.reason()).isEqualTo(reason);
    assertThat(refused.picture()).isEqualTo(file.toString());
  }

  static PictureException refused(byte[] file, PictureLimits limits) {
    return catchThrowableOfType(
        PictureException.class, () -> Picture.read(file, "picture", limits));
  }

  /** An RGB picture whose compressed data is {@code rows}. */
  static byte[] png(int width, int height, byte[] rows) {
    var deflater = new Deflater();
    deflater.setInput(rows);
    deflater.finish();
    var data = new byte[rows.length + 100];
    int length = deflater.deflate(data);
    deflater.end();
    var png = ByteBuffer.allocate(8 + 25 + 12 + length + 12).put(Png.MAGIC.getBytes(ISO_8859_1));
    var header =
        ByteBuffer.allocate(13).putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0});
    chunk(png, "IHDR", header.array());
    chunk(png, "IDAT", Arrays.copyOf(data, length));
    chunk(png, "IEND", new byte[0]);
    return png.array();
  }

  private static void chunk(ByteBuffer png, String type, byte[] data) {
    byte[] typed =
        ByteBuffer.allocate(4 + data.length).put(type.getBytes(ISO_8859_1)).put(data).array();
    var crc = new CRC32();
    crc.update(typed);
    png.putInt(data.length).put(typed);
    png.putInt((int) crc.getValue());
  }

  static int indexOf(byte[] file, byte[] wanted) {
    for (int at = 0; ; at++) {
      if (Arrays.equals(file, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
  }
}
