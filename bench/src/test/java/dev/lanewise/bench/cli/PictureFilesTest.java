package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFilesTest {
  @TempDir private Path folder;

  @Test
  void fileArgumentsAreKeptAsTheyAreEvenIfTheyAreMissing() throws IOException {
    var files = List.of(Path.of("b.jpg"), Path.of("nowhere.txt"), Path.of("b.jpg"));
    var found = PictureFiles.of(files);
    assertThat(found.files()).isEqualTo(files);
    assertThat(found.problems()).isEmpty();
    assertThat(found.walked()).isFalse();
  }

  @Test
  void directoryStandsForThePicturesInItInOrder() throws IOException {
    var z = touch("z.JPG");
    var deep = touch("sub/deeper/a.png");
    var b = touch("b.jpeg");
    touch("notes.txt");
    touch(".hidden.jpg");
    touch("jpg");
    var first = Path.of("first.bmp");
    var found = PictureFiles.of(List.of(first, folder));
    assertThat(found.files()).containsExactly(first, b, deep, z);
    assertThat(found.problems()).isEmpty();
    assertThat(found.walked()).isTrue();
  }

  @Test
  void linkToADirectoryIsFollowedAsAnArgumentOnly() throws IOException {
    var picture = touch("pictures/a.gif");
    var link = Files.createSymbolicLink(folder.resolve("link"), picture.getParent());
    Files.createSymbolicLink(folder.resolve("pictures/loop.jpg"), folder);
    var found = PictureFiles.of(List.of(link));
    assertThat(found.files()).containsExactly(picture.toRealPath());
    assertThat(found.problems()).isEmpty();
  }

  @Test
  void directoryWithoutPicturesIsAProblem() throws IOException {
    var found = PictureFiles.of(List.of(folder));
    assertThat(found.files()).isEmpty();
    assertThat(found.problems())
        .containsExactly(folder + ": no pictures in this directory (bmp, gif, jpeg, jpg, png)");
  }

  private Path touch(String name) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "");
  }
}
