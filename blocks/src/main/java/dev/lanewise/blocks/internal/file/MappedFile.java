package dev.lanewise.blocks.internal.file;

import dev.lanewise.blocks.weights.MalformedFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A file that is read through a mapping, and may be cut short by somebody else meanwhile. Beyond
 * its new end, a bulk copy raises {@link InternalError} where a page is gone and reads zeros on the
 * last one; {@link #copy} turns both into a typed error.
 */
public final class MappedFile implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;
  private final long size;
  private final MemorySegment bytes;

  private MappedFile(Path path, FileChannel channel, long size, MemorySegment bytes) {
    this.path = path;
    this.channel = channel;
    this.size = size;
    this.bytes = bytes;
  }

  /**
   * Opens and maps a file. What is no regular file is refused before it is opened: opening a named
   * pipe waits for a writer.
   *
   * @param arena what the mapping ends with
   * @throws IOException if it is missing, a folder, a pipe or a device, or cannot be read
   */
  public static MappedFile open(Path path, Arena arena) throws IOException {
    var attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new FileSystemException(
          path.toString(),
          null,
          "a regular file expected, is "
              + (attributes.isDirectory() ? "a folder" : "a pipe or a device"));
    }
    var channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      long size = channel.size();
      var bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
      return new MappedFile(path, channel, size, bytes);
    } catch (Throwable failure) {
      channel.close();
      throw failure;
    }
  }

  /** Where it was opened. */
  public Path path() {
    return path;
  }

  /** The size in bytes when the file was opened. */
  public long size() {
    return size;
  }

  /** The bytes from {@code begin} to before {@code end}, to be read within {@link #copy}. */
  public MemorySegment slice(long begin, long end) {
    return bytes.asSlice(begin, end - begin);
  }

  /**
   * Bytes of the file, read without the mapping.
   *
   * @throws MalformedFileException if the file has become too short
   */
  public byte[] read(long begin, int length) throws IOException {
    var buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, begin + buffer.position()) < 0) {
        throw new MalformedFileException(cutShort(begin + length));
      }
    }
    return buffer.array();
  }

  /**
   * Runs {@code copying}, which copies from {@link #slice slices} that end at {@code end} or
   * before.
   *
   * @throws MalformedFileException if the file has become too short, also where zeros were read
   */
  public void copy(long end, Runnable copying) {
    try {
      copying.run();
      if (channel.size() < end) {
        throw new MalformedFileException(cutShort(end));
      }
    } catch (InternalError fault) {
      throw new MalformedFileException(cutShort(end), fault);
    } catch (IOException e) {
      throw new UncheckedIOException(path.toString(), e);
    }
  }

  /** Closes the file; the mapping ends with its arena. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(path.toString(), e);
    }
  }

  private String cutShort(long end) {
    return "%s: cut short while being read: %d bytes when opened, now fewer than %d"
        .formatted(path, size, end);
  }
}
