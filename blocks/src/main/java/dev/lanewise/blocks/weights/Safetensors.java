package dev.lanewise.blocks.weights;

import dev.lanewise.blocks.internal.file.MappedFile;
import dev.lanewise.blocks.internal.file.Quoted;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A {@code .safetensors} file, read strictly: header size at most 100 MB, JSON that begins with an
 * opening brace and is padded with blanks alone, no key twice, offsets that cover the buffer
 * without holes and overlaps, sizes that fit type and shape.
 *
 * <p>The file is mapped; a tensor's bytes are copied out of it when it is asked for, F16 and BF16
 * widened to float32. Tensors of the format's other types may be there, and are refused only when
 * asked for.
 *
 * <p>Source: the format's description in huggingface/safetensors.
 */
public final class Safetensors implements Weights {
  private static final long MAX_HEADER = 100_000_000;
  private static final String COUNT = "num_batches_tracked";

  private final Arena arena;
  private final MappedFile file;
  private final SafetensorsHeader header;
  private final long bufferBegin;
  private final Map<String, Tensor> used = new HashMap<>();

  private Safetensors(Arena arena, MappedFile file, SafetensorsHeader header, long bufferBegin) {
    this.arena = arena;
    this.file = file;
    this.header = header;
    this.bufferBegin = bufferBegin;
  }

  /**
   * Opens a file and reads its header; close it when done. On failure nothing stays open.
   *
   * @throws MalformedFileException if the file breaks a rule of the format
   * @throws IOException if the file cannot be read
   */
  public static Safetensors open(Path path) throws IOException {
    var arena = Arena.ofShared();
    try {
      var file = MappedFile.open(path, arena);
      try {
        return open(arena, file);
      } catch (Throwable failure) {
        file.close();
        throw failure;
      }
    } catch (Throwable failure) {
      arena.close();
      throw failure;
    }
  }

  private static Safetensors open(Arena arena, MappedFile file) throws IOException {
    if (file.size() < Long.BYTES) {
      throw malformed(file, "8 bytes of header size expected, the file has " + file.size());
    }
    long length =
        ByteBuffer.wrap(file.read(0, Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 0 || length > MAX_HEADER) {
      throw malformed(
          file,
          "the header is said to have %s bytes, at most %d allowed"
              .formatted(Long.toUnsignedString(length), MAX_HEADER));
    }
    long bufferBegin = Long.BYTES + length;
    if (bufferBegin > file.size()) {
      throw malformed(
          file,
          "the header is said to end at byte %d, the file has %d"
              .formatted(bufferBegin, file.size()));
    }
    try {
      var header =
          SafetensorsHeader.parse(file.read(Long.BYTES, (int) length), file.size() - bufferBegin);
      return new Safetensors(arena, file, header, bufferBegin);
    } catch (IllegalArgumentException wrong) {
      throw new MalformedFileException(file.path() + ": " + wrong.getMessage(), wrong);
    }
  }

  /** The names of all tensors, in the header's order. */
  public Set<String> names() {
    return header.tensors().keySet();
  }

  /** The free text that the header keeps beside the tensors, by key; empty where it has none. */
  public Map<String, String> metadata() {
    return header.metadata();
  }

  @Override
  public boolean declares(String name) {
    return header.tensors().containsKey(name);
  }

  @Override
  public OptionalInt extent(String name, int axis) {
    var entry = header.tensors().get(name);
    if (entry == null || axis < 0 || axis >= entry.shape().length) {
      return OptionalInt.empty();
    }
    long extent = entry.shape()[axis];
    return extent < 1 || extent > Integer.MAX_VALUE
        ? OptionalInt.empty()
        : OptionalInt.of((int) extent);
  }

  @Override
  public Tensor get(String name, Shape shape) {
    if (!arena.scope().isAlive()) {
      throw new IllegalStateException(file.path() + " is closed");
    }
    var entry = header.tensors().get(name);
    if (entry == null) {
      throw new WeightsException(
          "%s has no tensor %s; shape %s is needed".formatted(file.path(), Quoted.of(name), shape));
    }
    var declared = entry.shape();
    if (!Arrays.equals(declared, Arrays.stream(shape.toArray()).asLongStream().toArray())) {
      throw new WeightsException(
          "%s: tensor %s has shape %s, shape %s is needed"
              .formatted(
                  file.path(), Quoted.of(name), Quoted.plain(Arrays.toString(declared)), shape));
    }
    if (!entry.dtype().isWidened()) {
      throw new WeightsException(
          "%s: tensor %s is %s; F32, F16 and BF16 are read as float32"
              .formatted(file.path(), Quoted.of(name), entry.dtype()));
    }
    return used.computeIfAbsent(name, absent -> read(entry, shape));
  }

  private Tensor read(SafetensorsHeader.Entry entry, Shape shape) {
    var values = arena.allocate(shape.elements() * Float.BYTES, 64);
    long end = bufferBegin + entry.end();
    var bytes = file.slice(bufferBegin + entry.begin(), end);
    file.copy(end, () -> entry.dtype().widen(bytes, values));
    return Tensor.view(values, shape, Layout.NCHW);
  }

  @Override
  public void requireAllUsed(String network) {
    var left =
        names().stream()
            .filter(name -> !used.containsKey(name))
            .filter(name -> !name.equals(COUNT) && !name.endsWith("." + COUNT))
            .toList();
    if (!left.isEmpty()) {
      throw new WeightsException(
          "%s: tensor %s%s is not one of %s's"
              .formatted(
                  file.path(),
                  Quoted.of(left.getFirst()),
                  left.size() == 1 ? "" : " (the first of " + left.size() + ")",
                  network));
    }
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
      file.close();
    }
  }

  /** The file's path and how many tensors it has. */
  @Override
  public String toString() {
    return file.path() + " (" + names().size() + " tensors)";
  }

  private static MalformedFileException malformed(MappedFile file, String what) {
    return new MalformedFileException(file.path() + ": " + what);
  }
}
