package dev.lanewise.blocks.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The small pictures beside the tests, and what Pillow makes of them. */
final class Resources {
  private Resources() {}

  static byte[] bytes(String name) {
    try (InputStream in = Objects.requireNonNull(Resources.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Picture picture(String name) {
    return Picture.read(bytes(name), name, PictureLimits.DEFAULT);
  }

  /** The pixels that Pillow decodes from the picture of this name. */
  static byte[] pillow(String name) {
    return bytes(name.substring(0, name.lastIndexOf('.')) + ".rgb");
  }
}
