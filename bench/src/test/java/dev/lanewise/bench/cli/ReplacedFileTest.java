package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplacedFileTest {
  @TempDir private Path folder;
  private Path target = Path.of("set by prepare()");

  @BeforeEach
  void prepare() throws IOException {
    target = Files.writeString(folder.resolve("out.txt"), "old");
  }

  @Test
  void committedContentTakesTheTargetsPlace() throws IOException {
    try (var file = ReplacedFile.of(target)) {
      Files.writeString(file.path(), "new");
      assertThat(target).hasContent("old");
      file.commit();
    }
    assertThat(target).hasContent("new");
    assertThat(names(folder)).containsExactly("out.txt");
  }

  @Test
  void contentThatWasNotCommittedLeavesNoTrace() throws IOException {
    try (var file = ReplacedFile.of(target)) {
      Files.writeString(file.path(), "half of");
    }
    assertThat(target).hasContent("old");
    assertThat(names(folder)).containsExactly("out.txt");
  }

  @Test
  void linkStaysALink() throws IOException {
    var link = Files.createSymbolicLink(folder.resolve("link.txt"), target);
    try (var file = ReplacedFile.of(link)) {
      Files.writeString(file.path(), "new");
      file.commit();
    }
    assertThat(link).isSymbolicLink();
    assertThat(target).hasContent("new");
  }

  @Test
  void newFileIsAsReadableAsAnyOther() throws IOException {
    var created = folder.resolve("created.txt");
    try (var file = ReplacedFile.of(created)) {
      file.commit();
    }
    var other = Files.writeString(folder.resolve("other.txt"), "");
    assertThat(Files.getPosixFilePermissions(created))
        .isEqualTo(Files.getPosixFilePermissions(other));
  }

  @Test
  void deviceIsWrittenToAndStaysADevice() throws IOException {
    var device = Path.of("/dev/null");
    assumeTrue(Files.exists(device), "no /dev/null here");
    try (var file = ReplacedFile.of(device)) {
      Files.writeString(file.path(), "gone");
      file.commit();
    }
    assertThat(Files.exists(device) && !Files.isRegularFile(device)).isTrue();
  }

  @Test
  void directoryIsRefused() {
    assertThatThrownBy(() -> ReplacedFile.of(folder))
        .isInstanceOf(FileSystemException.class)
        .extracting(Explanation::of)
        .isEqualTo(folder + ": is a directory");
  }

  @Test
  void missingFolderIsNamed() {
    var missing = folder.resolve("nowhere");
    assertThatThrownBy(() -> ReplacedFile.of(missing.resolve("out.txt")))
        .isInstanceOf(NoSuchFileException.class)
        .extracting(Explanation::of)
        .isEqualTo(missing + ": no such file or directory");
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
