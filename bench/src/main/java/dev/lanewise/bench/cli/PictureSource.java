package dev.lanewise.bench.cli;

import dev.lanewise.blocks.image.Picture;
import dev.lanewise.blocks.image.PictureLimits;
import java.io.IOException;
import java.nio.file.Path;

/** Where a picture to classify comes from. */
sealed interface PictureSource {

  /** What results and errors call it. */
  String name();

  /** Decodes it. */
  Picture read() throws IOException;

  /** A file, by the path that led to it. */
  record InFile(Path file) implements PictureSource {
    @Override
    public String name() {
      return file.toString();
    }

    @Override
    public Picture read() {
      return Picture.read(file);
    }
  }

  /** One of {@link Samples#PICTURES}. */
  record Sample(String name) implements PictureSource {
    @Override
    public Picture read() throws IOException {
      try (var stream = Samples.open(name)) {
        return Picture.read(stream, name, PictureLimits.DEFAULT);
      }
    }
  }
}
