package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelsTest {
  @TempDir private Path folder;

  @Test
  void oneLabelALine() throws IOException {
    var labels = Labels.read(write("great white shark\n  tiger shark, tiger \r\nhen\n\n"), 3);
    assertThat(labels.names()).containsExactly("great white shark", "tiger shark, tiger", "hen");
  }

  @Test
  void anotherNumberThanTheClassesIsRefusedWithBothNumbers() throws IOException {
    var file = write("a\nb\n");
    assertThatThrownBy(() -> Labels.read(file, 10))
        .isInstanceOf(WorkFailedException.class)
        .hasMessage(file + ": 2 labels, the network has 10 classes");
  }

  @Test
  void emptyLineAmongThemIsRefusedWithItsNumber() throws IOException {
    var file = write("a\n\nc\n");
    assertThatThrownBy(() -> Labels.read(file, 3)).hasMessage(file + ": line 2 is empty");
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws IOException {
    var file = folder.resolve("labels.txt");
    Files.write(file, new byte[] {'a', (byte) 0xff, '\n'});
    assertThatThrownBy(() -> Labels.read(file, 1)).hasMessage(file + ": labels must be UTF-8 text");
  }

  @Test
  void missingFileIsNamed() {
    var file = folder.resolve("nowhere.txt");
    assertThatThrownBy(() -> Labels.read(file, 1))
        .isInstanceOf(NoSuchFileException.class)
        .extracting(Explanation::of)
        .isEqualTo(file + ": no such file or directory");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("labels.txt"), text);
  }
}
