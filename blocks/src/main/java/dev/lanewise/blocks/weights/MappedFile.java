package dev.lanewise.blocks.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that is read through a mapping, and may be cut short by somebody else meanwhile. Beyond
 * its new end, a bulk copy raises {@link InternalError} where a page is gone and reads zeros on the
 * last one; {@link #copy} turns both into a typed error.
 */
final class MappedFile implements AutoCloseable {
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
   * Opens and maps a file.
   *
   * @param arena what the mapping ends with
   */
  static MappedFile open(Path path, Arena arena) throws IOException {
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

  Path path() {
    return path;
  }

  /** The size in bytes when the file was opened. */
  long size() {
    return size;
  }

  /** The bytes from {@code begin} to before {@code end}, to be read within {@link #copy}. */
  MemorySegment slice(long begin, long end) {
    return bytes.asSlice(begin, end - begin);
  }

  /** Bytes of the file, read without the mapping. */
  byte[] read(long begin, int length) throws IOException {
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
  void copy(long end, Runnable copying) {
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
