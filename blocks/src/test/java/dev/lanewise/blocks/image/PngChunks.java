package dev.lanewise.blocks.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** PNG files for fuzzing: of every colour type, and with checksums that are right. */
final class PngChunks {
  private static final int MAGIC_BYTES = 8;
  private static final int FRAME_BYTES = 12; // length, type, checksum

  private PngChunks() {}

  /**
   * A file of these pixels, compressed but not coded: a byte of it is a byte of a row.
   *
   * @param colour the header's colour type; 3 gets a palette of four colours
   * @param rows a filter byte and the samples of each row, passes one after another
   */
  static byte[] file(int width, int height, int depth, int colour, int interlace, byte[] rows) {
    var file = new ByteArrayOutputStream();
    file.writeBytes(Png.MAGIC.getBytes(ISO_8859_1));
    var header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put(new byte[] {(byte) depth, (byte) colour, 0, 0, (byte) interlace});
    append(file, "IHDR", header.array());
    if (colour == 3) {
      append(file, "PLTE", new byte[] {1, 2, 3, 40, 50, 60, 70, 80, 90, -1, -2, -3});
    }
    append(file, "IDAT", stored(rows));
    append(file, "IEND", new byte[0]);
    return file.toByteArray();
  }

  /** {@code file} with the right checksum after each chunk that lies in it whole. */
  static byte[] repaired(byte[] file) {
    byte[] repaired = file.clone();
    if (!new Source("", file).has(0, Png.MAGIC)) {
      return repaired;
    }
    var bytes = ByteBuffer.wrap(repaired);
    int at = MAGIC_BYTES;
    while (bytes.limit() - at >= FRAME_BYTES) {
      int length = bytes.getInt(at);
      if (length < 0 || length > bytes.limit() - at - FRAME_BYTES) {
        break;
      }
      bytes.putInt(at + 8 + length, checksum(repaired, at + 4, length + 4));
      at += FRAME_BYTES + length;
    }
    return repaired;
  }

  private static void append(ByteArrayOutputStream file, String type, byte[] data) {
    var chunk = ByteBuffer.allocate(FRAME_BYTES + data.length).putInt(data.length);
    chunk.put(type.getBytes(ISO_8859_1)).put(data);
    chunk.putInt(checksum(chunk.array(), 4, data.length + 4));
    file.writeBytes(chunk.array());
  }

  private static int checksum(byte[] bytes, int from, int length) {
    var crc = new CRC32();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  private static byte[] stored(byte[] rows) {
    var data = new byte[rows.length + 64];
    try (var deflater = new Deflater(Deflater.NO_COMPRESSION)) {
      deflater.setInput(rows);
      deflater.finish();
      return Arrays.copyOf(data, deflater.deflate(data));
    }
  }
}
