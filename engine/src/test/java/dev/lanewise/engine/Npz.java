package dev.lanewise.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;

/**
 * Reads NumPy's archives of float32 arrays: a zip whose entries are {@code NAME.npy}, each of
 * format version 1, little-endian, in C order. Anything else is refused.
 */
final class Npz {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '<f4', 'fortran_order': False, 'shape': \\(([0-9, ]*)\\), \\} *\n");

  private Npz() {}

  /** The arrays by name, as NCHW tensors. */
  static Map<String, Tensor> read(Path file) throws IOException {
    var arrays = new LinkedHashMap<String, Tensor>();
    try (var zip = new ZipInputStream(Files.newInputStream(file))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        if (!name.endsWith(".npy")) {
          throw new IOException(file + " holds " + name + ", which is no .npy");
        }
        arrays.put(name.substring(0, name.length() - 4), array(name, zip.readAllBytes()));
      }
    }
    return arrays;
  }

  private static Tensor array(String name, byte[] bytes) throws IOException {
    var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < 10 || !buffer.slice(0, 8).equals(ByteBuffer.wrap(MAGIC))) {
      throw new IOException(name + " is no .npy of version 1");
    }
    int start = 10 + Short.toUnsignedInt(buffer.getShort(8));
    var header = HEADER.matcher(new String(bytes, 10, start - 10, ISO_8859_1));
    if (!header.matches()) {
      throw new IOException(name + " is no float32 array in C order: " + header);
    }
    int[] extents =
        Stream.of(header.group(1).split(",", -1))
            .map(String::strip)
            .filter(extent -> !extent.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    var shape = Shape.of(extents);
    if (bytes.length - start != shape.elements() * Float.BYTES) {
      throw new IOException(name + " of " + shape + " has " + (bytes.length - start) + " bytes");
    }
    var values = new float[(bytes.length - start) / Float.BYTES];
    buffer.position(start).slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return Tensor.of(shape, Layout.NCHW, values);
  }
}
