package dev.lanewise.bench.startup;

import dev.lanewise.blocks.model.Network;
import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.blocks.weights.Weights;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Seeded weights of a network as a safetensors file, so that opening it is as with trained ones.
 */
public final class SeededFile {
  private SeededFile() {}

  /** Writes the file, float32, the tensors in the order in which the network asks for them. */
  public static void write(Network network, Path file) throws IOException {
    try (var weights = new Recorder();
        var channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      network.build(weights);
      var header = header(weights.given).getBytes(StandardCharsets.UTF_8);
      var start = ByteBuffer.allocate(Long.BYTES + header.length).order(ByteOrder.LITTLE_ENDIAN);
      writeAll(channel, start.putLong(header.length).put(header).flip());
      for (var tensor : weights.given.values()) {
        writeAll(channel, littleEndian(tensor));
      }
    }
  }

  private static String header(Map<String, Tensor> tensors) {
    var entries = new StringBuilder("{");
    long begin = 0;
    for (var entry : tensors.entrySet()) {
      long end = begin + entry.getValue().segment().byteSize();
      var extents =
          Arrays.stream(entry.getValue().shape().toArray())
              .mapToObj(String::valueOf)
              .collect(Collectors.joining(","));
      entries.append(begin == 0 ? "" : ",");
      // Names of layers are letters, digits and dots: nothing to escape.
      entries.append(
          "\"%s\":{\"dtype\":\"F32\",\"shape\":[%s],\"data_offsets\":[%d,%d]}"
              .formatted(entry.getKey(), extents, begin, end));
      begin = end;
    }
    return entries.append('}').toString();
  }

  private static ByteBuffer littleEndian(Tensor tensor) {
    var values = tensor.toArray(tensor.layout());
    var bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes;
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Gives seeded weights, and remembers which. */
  private static final class Recorder implements Weights {
    private final SeededWeights seeded = new SeededWeights();
    private final Map<String, Tensor> given = new LinkedHashMap<>();

    @Override
    public boolean declares(String name) {
      return seeded.declares(name);
    }

    @Override
    public OptionalInt extent(String name, int axis) {
      return seeded.extent(name, axis);
    }

    @Override
    public Tensor get(String name, Shape shape) {
      return given.computeIfAbsent(name, absent -> seeded.get(name, shape));
    }

    @Override
    public void requireAllUsed(String network) {
      seeded.requireAllUsed(network);
    }

    @Override
    public void close() {
      seeded.close();
    }
  }
}
