package dev.lanewise.blocks.weights;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lanewise.blocks.FuzzInputs;
import dev.lanewise.blocks.ReaderDemands;
import dev.lanewise.engine.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link Safetensors} on any bytes: the header, and each tensor that it declares. */
class SafetensorsFuzzTest {
  @TempDir static Path folder = Path.of("");

  /** Headers in single quotes, and how many bytes follow them. */
  static Stream<byte[]> seeds() {
    return Stream.of(
        file("{}", 0),
        file("{'w':{'dtype':'F32','shape':[2,3],'data_offsets':[0,24]}}   ", 24),
        file("{'b':{'shape':[],'data_offsets':[0,2],'dtype':'BF16'}}", 2),
        file(
            "{'__metadata__':{'format':'pt','\\u00e9':''},"
                + "'h':{'dtype':'F16','shape':[1,2,1],'data_offsets':[4,8]},"
                + "'n.num_batches_tracked':{'dtype':'I64','shape':[],'data_offsets':[8,16]},"
                + "'e':{'dtype':'F32','shape':[0,7],'data_offsets':[4,4]},"
                + "'q':{'dtype':'F4','shape':[8],'data_offsets':[0,4]}}",
            16),
        file("{'w':{'dtype':'F32','shape':[4294967296,0],'data_offsets':[0,0]}}", 0),
        file("{'w':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}", 3));
  }

  static List<Arguments.ArgumentSet> inputs() throws IOException {
    return FuzzInputs.of(SafetensorsFuzzTest.class);
  }

  @Timeout(5)
  @ParameterizedTest
  @MethodSource({"seeds", "inputs"})
  void whatFuzzingFoundIsReadOrRefused(byte[] bytes) throws IOException {
    safetensors(bytes);
  }

  @MethodSource("seeds")
  @DictionaryFile(resourcePath = "safetensors.dict")
  @FuzzTest(maxDuration = "")
  void safetensors(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("fuzzed.safetensors"), bytes);
    var demands =
        new ReaderDemands(
            file + ": ", Set.of(MalformedFileException.class, WeightsException.class));
    demands.check(bytes.length, () -> read(file, demands));
  }

  private static Object read(Path file, ReaderDemands demands) throws IOException {
    try (var weights = Safetensors.open(file)) {
      List<Object> all = new ArrayList<>(List.of(weights.metadata()));
      for (String name : weights.names()) {
        all.add(name);
        all.add(tensor(weights, name, demands));
      }
      return all;
    }
  }

  /** Its bits, or why it is none of those that are read; asked for by the shape that it states. */
  private static Object tensor(Safetensors weights, String name, ReaderDemands demands) {
    List<Integer> shape = new ArrayList<>();
    for (OptionalInt extent = weights.extent(name, 0);
        extent.isPresent();
        extent = weights.extent(name, shape.size())) {
      shape.add(extent.getAsInt());
    }
    try {
      var tensor = weights.get(name, Shape.of(shape.stream().mapToInt(x -> x).toArray()));
      return List.of(shape, ReaderDemands.bits(tensor));
    } catch (WeightsException e) {
      return demands.refusal(e);
    }
  }

  private static byte[] file(String header, int bytesOfData) {
    byte[] text = header.replace('\'', '"').getBytes(UTF_8);
    var file =
        ByteBuffer.allocate(Long.BYTES + text.length + bytesOfData)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(text.length)
            .put(text);
    while (file.hasRemaining()) {
      file.put((byte) (37 * file.position()));
    }
    return file.array();
  }
}
