package dev.lanewise.blocks.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** BMP files for fuzzing, with every kind of header. Their pixels are zeros. */
final class BmpHeaders {
  static final int RGB = 0;
  static final int RLE8 = 1;
  static final int RLE4 = 2;
  static final int BIT_FIELDS = 3;

  private static final int FILE_HEADER = 14;
  private static final int CORE_HEADER = 12;
  private static final int INFO_HEADER = 40;
  private static final int V4_HEADER = 108;
  private static final int V5_HEADER = 124;
  private static final int SRGB = 0x73524742;

  private BmpHeaders() {}

  /** A header of 12 bytes, as in OS/2, and 24 bits per pixel. */
  static byte[] core(int width, int height) {
    var file = allocate(CORE_HEADER, 0, width, height, 24);
    file.putInt(CORE_HEADER).putShort((short) width).putShort((short) height);
    return bytes(file.putShort((short) 1).putShort((short) 24));
  }

  static byte[] info(int width, int height, int bits, int compression) {
    int masks = compression == BIT_FIELDS ? 12 : 0;
    var file = allocate(INFO_HEADER, masks, width, height, bits);
    putInfo(file, INFO_HEADER, width, height, bits, compression);
    if (compression == BIT_FIELDS) {
      putMasks(file, bits);
    }
    return bytes(file);
  }

  static byte[] version4(int width, int height, int bits, int compression) {
    return later(V4_HEADER, width, height, bits, compression);
  }

  static byte[] version5(int width, int height, int bits, int compression) {
    return later(V5_HEADER, width, height, bits, compression);
  }

  private static byte[] later(int header, int width, int height, int bits, int compression) {
    var file = allocate(header, 0, width, height, bits);
    putInfo(file, header, width, height, bits, compression);
    putMasks(file, bits);
    return bytes(file.putInt(0).putInt(SRGB));
  }

  private static ByteBuffer allocate(int header, int masks, int width, int height, int bits) {
    int palette = bits > 8 ? 0 : 4 << bits;
    int pixelsAt = FILE_HEADER + header + masks + palette;
    int row = Math.ceilDiv(width * bits, 32) * 4;
    var file = ByteBuffer.allocate(pixelsAt + row * height).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 'B').put((byte) 'M').putInt(file.capacity()).putInt(0);
    return file.putInt(pixelsAt);
  }

  private static void putInfo(
      ByteBuffer file, int header, int width, int height, int bits, int compression) {
    file.putInt(header).putInt(width).putInt(height).putShort((short) 1).putShort((short) bits);
    file.putInt(compression).putInt(0); // and the size of the pixels, which may be left open
    file.putInt(0).putInt(0).putInt(0).putInt(0); // resolution and colours, also left open
  }

  private static void putMasks(ByteBuffer file, int bits) {
    if (bits == 16) {
      file.putInt(0xF800).putInt(0x07E0).putInt(0x001F);
    } else {
      file.putInt(0xFF0000).putInt(0xFF00).putInt(0xFF);
    }
  }

  private static byte[] bytes(ByteBuffer file) {
    var bytes = new byte[file.capacity()];
    file.get(0, bytes);
    return bytes;
  }
}
