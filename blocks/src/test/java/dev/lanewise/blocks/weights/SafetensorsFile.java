package dev.lanewise.blocks.weights;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.StringJoiner;

/** Writes files for tests: well-formed ones from tensors, and any bytes under any header. */
public final class SafetensorsFile {
  private SafetensorsFile() {}

  /** Writes tensors as F32, in the map's order. */
  public static Path write(Path file, Map<String, Tensor> tensors) {
    var header = new StringJoiner(",", "{", "}");
    var data = new ByteArrayOutputStream();
    tensors.forEach(
        (name, tensor) -> {
          int begin = data.size();
          data.writeBytes(floats(tensor.toArray(Layout.NCHW)));
          header.add(
              "\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                  .formatted(name, tensor.shape(), begin, data.size()));
        });
    return write(file, header.toString(), data.toByteArray());
  }

  /** Writes a header, unpadded, and the buffer after it. */
  public static Path write(Path file, String header, byte[] data) {
    byte[] text = header.getBytes(UTF_8);
    return write(file, text.length, text, data);
  }

  /** Writes a header size, header and buffer that need not belong together. */
  static Path write(Path file, long headerSize, byte[] header, byte[] data) {
    var bytes = ByteBuffer.allocate(8 + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    try {
      return Files.write(file, bytes.putLong(headerSize).put(header).put(data).array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] floats(float... values) {
    var bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  static byte[] shorts(int... values) {
    var bytes = ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      bytes.putShort((short) value);
    }
    return bytes.array();
  }
}
