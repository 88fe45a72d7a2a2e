package dev.lanewise.bench.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that is written whole or not at all: content goes to a temporary file beside the target,
 * which takes the target's place when it is complete.
 *
 * <pre>{@code
 * try (var file = ReplacedFile.of(target)) {
 *   write(file.path());
 *   file.commit();
 * }
 * }</pre>
 *
 * <p>Making one proves that the folder can be written to, so it comes before the work. What is not
 * a regular file, such as {@code /dev/stdout}, is written directly.
 */
final class ReplacedFile implements AutoCloseable {
  private final Path target;
  private final Path written;

  private ReplacedFile(Path target, Path written) {
    this.target = target;
    this.written = written;
  }

  /**
   * Creates the temporary file.
   *
   * @throws IOException if the target is a directory, or its folder is missing or cannot be written
   */
  static ReplacedFile of(Path named) throws IOException {
    if (Files.isDirectory(named)) {
      throw new FileSystemException(named.toString(), null, "is a directory");
    }
    if (Files.exists(named) && !Files.isRegularFile(named)) {
      return new ReplacedFile(named, named);
    }
    // A link stays a link: it is what it points to that is replaced.
    var target = Files.exists(named) ? named.toRealPath() : named.toAbsolutePath();
    var folder = target.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new NoSuchFileException(String.valueOf(folder));
    }
    var unique = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    var temporary = folder.resolve("." + target.getFileName() + "." + unique + ".part");
    Files.createFile(temporary);
    // For when the process is told to stop; close() is for everything else.
    temporary.toFile().deleteOnExit();
    return new ReplacedFile(target, temporary);
  }

  /** Where to write. */
  Path path() {
    return written;
  }

  /** Puts what was written in the target's place. */
  void commit() throws IOException {
    if (!written.equals(target)) {
      Files.move(
          written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Removes what was written, unless it was committed. */
  @Override
  public void close() throws IOException {
    if (!written.equals(target)) {
      Files.deleteIfExists(written);
    }
  }
}
