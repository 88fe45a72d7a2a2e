package dev.lanewise.blocks.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples are 37 columns of 23 rows as stored. */
class OrientationTest {
  private static final int WIDTH = 37;
  private static final int HEIGHT = 23;

  /** What stands at each corner of the upright picture is this corner of the stored one. */
  @ParameterizedTest
  @CsvSource({
    "1, left top,     right top,    left bottom",
    "2, right top,    left top,     right bottom",
    "3, right bottom, left bottom,  right top",
    "4, left bottom,  right bottom, left top",
    "5, left top,     left bottom,  right top",
    "6, left bottom,  left top,     right bottom",
    "7, right bottom, right top,    left bottom",
    "8, right top,    right bottom, left top",
  })
  void eachValueTurnsTheStoredPixelsUpright(
      int value, String leftTop, String rightTop, String leftBottom) {
    byte[] exif = exif(ByteOrder.BIG_ENDIAN, 3, 1, value);
    for (String name : new String[] {"jpeg-444.jpg", "png-rgb8.png"}) {
      var stored = Resources.picture(name);
      byte[] file = Resources.bytes(name);
      var upright = read(name.startsWith("j") ? jpegWith(file, exif) : pngWith(file, exif));
      assertThat(upright.width()).isEqualTo(value < 5 ? WIDTH : HEIGHT);
      assertThat(upright.height()).isEqualTo(value < 5 ? HEIGHT : WIDTH);
      int right = upright.width() - 1;
      int bottom = upright.height() - 1;
      assertThat(upright.rgb(0, 0)).isEqualTo(corner(stored, leftTop));
      assertThat(upright.rgb(right, 0)).isEqualTo(corner(stored, rightTop));
      assertThat(upright.rgb(0, bottom)).isEqualTo(corner(stored, leftBottom));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyPixelFindsItsPlace(int value) {
    // Exif's definition: which side of the upright picture the stored row 0 and column 0 are.
    String[] rowZero = {"top", "top", "bottom", "bottom", "left", "right", "right", "left"};
    String[] columnZero = {"left", "right", "right", "left", "top", "top", "bottom", "bottom"};
    var stored = Resources.picture("png-rgb8.png");
    var upright =
        read(pngWith(Resources.bytes("png-rgb8.png"), exif(ByteOrder.LITTLE_ENDIAN, 3, 1, value)));
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int[] at = {0, 0};
        place(rowZero[value - 1], y, upright, at);
        place(columnZero[value - 1], x, upright, at);
        assertThat(upright.rgb(at[0], at[1])).isEqualTo(stored.rgb(x, y));
      }
    }
  }

  private static void place(String side, int distance, Picture upright, int[] at) {
    switch (side) {
      case "left" -> at[0] = distance;
      case "right" -> at[0] = upright.width() - 1 - distance;
      case "top" -> at[1] = distance;
      default -> at[1] = upright.height() - 1 - distance;
    }
  }

  @Test
  void bothByteOrdersAndLongValuesAreUnderstood() {
    byte[] file = Resources.bytes("jpeg-444.jpg");
    for (var order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      for (int type : new int[] {3, 4}) {
        assertThat(read(jpegWith(file, exif(order, type, 1, 6))).width())
            .as("%s, type %d", order, type)
            .isEqualTo(HEIGHT);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 1, 0", "3, 1, 9", "3, 2, 6", "2, 1, 6", "7, 1, 6"})
  void valuesThatMeanNothingAreIgnored(int type, int count, int value) {
    byte[] exif = exif(ByteOrder.LITTLE_ENDIAN, type, count, value);
    assertThat(read(jpegWith(Resources.bytes("jpeg-444.jpg"), exif)).width()).isEqualTo(WIDTH);
  }

  @Test
  void damagedMetadataDoesNotSpoilThePicture() {
    byte[] exif = exif(ByteOrder.LITTLE_ENDIAN, 3, 1, 6);
    byte[] file = Resources.bytes("jpeg-444.jpg");
    // The value itself is whole from byte 32 on: nothing shorter may be believed.
    for (int length = 0; length < exif.length - 4; length++) {
      assertThat(read(jpegWith(file, Arrays.copyOf(exif, length))).width())
          .as("first %d bytes", length)
          .isEqualTo(WIDTH);
    }
    byte[] farAway = exif.clone();
    Arrays.fill(farAway, 4, 8, (byte) 0xFF);
    assertThat(read(jpegWith(file, farAway)).width()).isEqualTo(WIDTH);
  }

  @Test
  void firstExifSegmentCounts() {
    byte[] file = Resources.bytes("jpeg-444.jpg");
    byte[] second = jpegWith(file, exif(ByteOrder.LITTLE_ENDIAN, 3, 1, 1));
    assertThat(read(jpegWith(second, exif(ByteOrder.LITTLE_ENDIAN, 3, 1, 6))).width())
        .isEqualTo(HEIGHT);
  }

  private static int corner(Picture stored, String corner) {
    return stored.rgb(
        corner.startsWith("left") ? 0 : WIDTH - 1, corner.endsWith("top") ? 0 : HEIGHT - 1);
  }

  private static Picture read(byte[] file) {
    return Picture.read(file, "turned", PictureLimits.DEFAULT);
  }

  /** A TIFF structure whose directory holds a make, the orientation, and nothing more. */
  static byte[] exif(ByteOrder order, int type, int count, int value) {
    var tiff = ByteBuffer.allocate(38).order(order);
    tiff.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(ISO_8859_1));
    tiff.putShort((short) 42).putInt(8).putShort((short) 2);
    tiff.putShort((short) 0x010F).putShort((short) 2).putInt(2).putInt(0);
    tiff.putShort((short) 0x0112).putShort((short) type).putInt(count);
    if (type == 4) {
      tiff.putInt(value);
    } else {
      tiff.putShort((short) value).putShort((short) 0);
    }
    return tiff.putInt(0).array();
  }

  static byte[] jpegWith(byte[] file, byte[] exif) {
    var out = ByteBuffer.allocate(file.length + exif.length + 10);
    out.put(file, 0, 2).putShort((short) 0xFFE1).putShort((short) (exif.length + 8));
    return out.put("Exif\0\0".getBytes(ISO_8859_1)).put(exif).put(file, 2, file.length - 2).array();
  }

  /** Before the end chunk: the orientation may come after the pixels. */
  static byte[] pngWith(byte[] file, byte[] exif) {
    byte[] chunk =
        ByteBuffer.allocate(4 + exif.length).put("eXIf".getBytes(ISO_8859_1)).put(exif).array();
    var crc = new CRC32();
    crc.update(chunk);
    var out = new ByteArrayOutputStream();
    out.write(file, 0, file.length - 12);
    out.writeBytes(ByteBuffer.allocate(4).putInt(exif.length).array());
    out.writeBytes(chunk);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    out.write(file, file.length - 12, 12);
    return out.toByteArray();
  }
}
