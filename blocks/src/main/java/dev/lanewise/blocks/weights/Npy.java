package dev.lanewise.blocks.weights;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lanewise.blocks.internal.file.Quoted;
import dev.lanewise.engine.ElementType;
import dev.lanewise.engine.Layout;
import dev.lanewise.engine.LimitException;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.ShapeException;
import dev.lanewise.engine.Tensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Reads and writes {@code .npy}, NumPy's format of one array: versions 1 to 3, C order, little
 * endian; float32, float64, int64 and uint8, all of them read as float32.
 *
 * <p>Source: NumPy Enhancement Proposal 1, and numpy.lib.format's documentation.
 */
public final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final ValueLayout.OfFloat FLOAT = JAVA_FLOAT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE = JAVA_DOUBLE_UNALIGNED.withOrder(LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG = JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT = JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  private static final int MAX_HEADER = 1 << 16;
  private static final int CHUNK = 1 << 16; // elements
  private static final long FREE = 64L << 20; // bytes that any file may take, beside thrice its own

  private Npy() {}

  /**
   * Reads a file.
   *
   * @return a new tensor, in C order ({@link Layout#NCHW}), that owns its memory: close it when
   *     done
   * @throws MalformedFileException if the file is no {@code .npy}, is of another type or order, has
   *     no elements, or is shorter or longer than its header says
   * @throws LimitException if the elements would take more than three times the file and 64 MiB,
   *     which only large files of uint8 do
   * @throws IOException if the file cannot be read
   */
  public static Tensor read(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      var header = readHeader(file, channel);
      if (header.fortranOrder()) {
        throw malformed(file, "is in Fortran order, C order expected");
      }
      var type = Type.of(file, header.descr());
      long elements = elements(file, header.shape());
      long present = channel.size() - channel.position();
      // Divided, not multiplied: the product may overflow.
      if (present / type.bytes != elements || present % type.bytes != 0) {
        throw malformed(
            file,
            "shape %s of '%s' takes %d elements of %d bytes, the file has %d bytes"
                .formatted(header.shape(), header.descr(), elements, type.bytes, present));
      }
      if (elements * Float.BYTES - FREE > 3 * channel.size()) {
        throw new LimitException(
            file + ": float32 " + header.shape() + " takes over three times the file and 64 MiB");
      }
      var tensor = Tensor.allocate(header.shape(), Layout.NCHW);
      try {
        readElements(file, channel, type, tensor.segment(), elements);
        return tensor;
      } catch (Throwable failure) {
        tensor.close();
        throw failure;
      }
    }
  }

  /**
   * Writes {@code tensor} with elements of its own type in C order, whatever its layout; an
   * existing file is replaced.
   *
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, Tensor tensor) throws IOException {
    if (tensor.shape().rank() == 4 && tensor.layout() != Layout.NCHW) {
      try (var planes = Tensor.allocate(tensor.type(), tensor.shape(), Layout.NCHW)) {
        write(file, planes.copyFrom(tensor));
      }
      return;
    }
    try (var channel =
        FileChannel.open(
            file,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      writeFully(channel, header(tensor.type(), tensor.shape()));
      int size = tensor.type().bytes();
      long elements = tensor.shape().elements();
      var buffer = new byte[CHUNK * size];
      for (long done = 0; done < elements; done += CHUNK) {
        int count = (int) Math.min(CHUNK, elements - done);
        write(tensor, done, count, MemorySegment.ofArray(buffer));
        writeFully(channel, ByteBuffer.wrap(buffer, 0, count * size));
      }
    }
  }

  /** Copies some elements, in little endian. */
  private static void write(Tensor tensor, long first, int count, MemorySegment target) {
    var source = tensor.segment();
    long from = first * tensor.type().bytes();
    switch (tensor.type()) {
      case F32 -> MemorySegment.copy(source, JAVA_FLOAT_UNALIGNED, from, target, FLOAT, 0, count);
      case I64 -> MemorySegment.copy(source, JAVA_LONG_UNALIGNED, from, target, LONG, 0, count);
      case I32 -> MemorySegment.copy(source, JAVA_INT_UNALIGNED, from, target, INT, 0, count);
      case BOOL -> MemorySegment.copy(source, from, target, 0, count);
    }
  }

  private static NpyHeader readHeader(Path file, FileChannel channel) throws IOException {
    byte[] start = readFully(file, channel, MAGIC.length + 2);
    if (!Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw malformed(file, "does not begin as an .npy file does");
    }
    int version = start[MAGIC.length];
    if (version < 1 || version > 3 || start[MAGIC.length + 1] != 0) {
      throw malformed(
          file, "has version %d.%d, 1.0 to 3.0 expected".formatted(version, start[7] & 0xff));
    }
    var field =
        ByteBuffer.wrap(readFully(file, channel, version == 1 ? 2 : 4)).order(LITTLE_ENDIAN);
    long length =
        version == 1
            ? Short.toUnsignedLong(field.getShort())
            : Integer.toUnsignedLong(field.getInt());
    if (length > MAX_HEADER) {
      throw malformed(file, "has a header of " + length + " bytes, at most 65536 expected");
    }
    var text = new String(readFully(file, channel, (int) length), version < 3 ? ISO_8859_1 : UTF_8);
    try {
      return NpyHeader.parse(text);
    } catch (IllegalArgumentException wrong) {
      throw new MalformedFileException(file + ": " + wrong.getMessage(), wrong);
    }
  }

  private static void readElements(
      Path file, FileChannel channel, Type type, MemorySegment target, long elements)
      throws IOException {
    var floats = new float[(int) Math.min(CHUNK, elements)];
    for (long done = 0; done < elements; done += floats.length) {
      int count = (int) Math.min(floats.length, elements - done);
      type.widen(
          MemorySegment.ofArray(readFully(file, channel, count * type.bytes)), floats, count);
      MemorySegment.copy(floats, 0, target, JAVA_FLOAT_UNALIGNED, done * Float.BYTES, count);
    }
  }

  private static byte[] readFully(Path file, FileChannel channel, int length) throws IOException {
    var buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw malformed(file, "ends after " + channel.size() + " bytes, in the middle");
      }
    }
    return buffer.array();
  }

  private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** Version 1, padded with blanks so that the elements begin at a multiple of 64 bytes. */
  private static ByteBuffer header(ElementType type, Shape shape) {
    var descr =
        switch (type) {
          case F32 -> "<f4";
          case I64 -> "<i8";
          case I32 -> "<i4";
          case BOOL -> "|b1";
        };
    var text = new StringBuilder("{'descr': '" + descr + "', 'fortran_order': False, 'shape': (");
    for (int axis = 0; axis < shape.rank(); axis++) {
      text.append(axis == 0 ? "" : " ").append(shape.dim(axis)).append(',');
    }
    if (shape.rank() > 1) {
      text.setLength(text.length() - 1); // only a tuple of one ends in a comma
    }
    text.append("), }");
    int fixed = MAGIC.length + 4;
    while ((fixed + text.length() + 1) % 64 != 0) {
      text.append(' ');
    }
    text.append('\n');
    return ByteBuffer.allocate(fixed + text.length())
        .order(LITTLE_ENDIAN)
        .put(MAGIC)
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) text.length())
        .put(text.toString().getBytes(ISO_8859_1))
        .flip();
  }

  private static long elements(Path file, Shape shape) {
    try {
      return shape.elements();
    } catch (ShapeException overflow) {
      throw new MalformedFileException(file + ": " + overflow.getMessage(), overflow);
    }
  }

  private static MalformedFileException malformed(Path file, String what) {
    return new MalformedFileException(file + ": " + what);
  }

  private enum Type {
    FLOAT32("<f4", 4) {
      @Override
      void widen(MemorySegment source, float[] target, int count) {
        MemorySegment.copy(source, FLOAT, 0, target, 0, count);
      }
    },
    FLOAT64("<f8", 8) {
      @Override
      void widen(MemorySegment source, float[] target, int count) {
        for (int i = 0; i < count; i++) {
          target[i] = (float) source.getAtIndex(DOUBLE, i);
        }
      }
    },
    INT64("<i8", 8) {
      @Override
      void widen(MemorySegment source, float[] target, int count) {
        for (int i = 0; i < count; i++) {
          target[i] = source.getAtIndex(LONG, i);
        }
      }
    },
    UINT8("|u1", 1) {
      @Override
      void widen(MemorySegment source, float[] target, int count) {
        for (int i = 0; i < count; i++) {
          target[i] = Byte.toUnsignedInt(source.get(ValueLayout.JAVA_BYTE, i));
        }
      }
    };

    private final String descr;
    private final int bytes;

    Type(String descr, int bytes) {
      this.descr = descr;
      this.bytes = bytes;
    }

    static Type of(Path file, String descr) {
      for (var type : values()) {
        if (type.descr.equals(descr)) {
          return type;
        }
      }
      throw malformed(
          file,
          "holds '%s'; float32, float64, int64 and uint8 in little endian are read"
              .formatted(Quoted.plain(descr)));
    }

    /** {@code count} elements as float32: float64 and int64 are rounded to the nearest. */
    abstract void widen(MemorySegment source, float[] target, int count);
  }
}
