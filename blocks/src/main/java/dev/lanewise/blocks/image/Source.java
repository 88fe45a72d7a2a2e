package dev.lanewise.blocks.image;

import static dev.lanewise.blocks.image.PictureException.Reason.MALFORMED;
import static dev.lanewise.blocks.image.PictureException.Reason.UNSUPPORTED;

import java.nio.charset.StandardCharsets;

/** A file's bytes and its name. Reading past the end is the picture's fault, and says so. */
record Source(String name, byte[] bytes) {

  int size() {
    return bytes.length;
  }

  int u8(long at) {
    require(at, 1);
    return bytes[(int) at] & 0xFF;
  }

  int u16Little(long at) {
    return u8(at) | u8(at + 1) << 8;
  }

  int u16Big(long at) {
    return u8(at) << 8 | u8(at + 1);
  }

  long u32Little(long at) {
    return u16Little(at) | (long) u16Little(at + 2) << 16;
  }

  long u32Big(long at) {
    return (long) u16Big(at) << 16 | u16Big(at + 2);
  }

  /** Whether {@code text}, one byte a character, stands at {@code at}. */
  boolean has(long at, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
    if (at + wanted.length > bytes.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (bytes[(int) at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  /** Refuses the picture if it ends before {@code count} bytes from {@code at}. */
  void require(long at, long count) {
    if (at + count > bytes.length) {
      throw malformed("ends too early, after " + bytes.length + " bytes");
    }
  }

  PictureException malformed(String detail) {
    return new PictureException(MALFORMED, name, detail);
  }

  PictureException malformed(String detail, Throwable cause) {
    return new PictureException(MALFORMED, name, detail, cause);
  }

  PictureException unsupported(String detail) {
    return new PictureException(UNSUPPORTED, name, detail);
  }
}
