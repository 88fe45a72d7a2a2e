package dev.lanewise.blocks.weights;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lanewise.blocks.FuzzInputs;
import dev.lanewise.blocks.ReaderDemands;
import dev.lanewise.engine.LimitException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link Npy}'s reader on any bytes. */
class NpyFuzzTest {
  @TempDir static Path folder = Path.of("");

  static Stream<byte[]> seeds() {
    return Stream.of(
        file(1, "<f4", "(2, 3)", 24),
        file(1, "<f4", "()", 4),
        file(2, "<f8", "(3,)", 24),
        file(3, "<i8", "(1, 2)", 16),
        file(1, "|u1", "(2, 1, 2)", 4),
        file(1, "<f4", "(2, 4294967296)", 24));
  }

  static List<Arguments.ArgumentSet> inputs() throws IOException {
    return FuzzInputs.of(NpyFuzzTest.class);
  }

  @Timeout(5)
  @ParameterizedTest
  @MethodSource({"seeds", "inputs"})
  void whatFuzzingFoundIsReadOrRefused(byte[] bytes) throws IOException {
    npy(bytes);
  }

  @MethodSource("seeds")
  @DictionaryFile(resourcePath = "npy.dict")
  @FuzzTest(maxDuration = "")
  void npy(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("fuzzed.npy"), bytes);
    new ReaderDemands(file + ": ", Set.of(MalformedFileException.class, LimitException.class))
        .check(bytes.length, () -> read(file));
  }

  private static Object read(Path file) throws IOException {
    try (var tensor = Npy.read(file)) {
      return List.of(tensor.shape(), ReaderDemands.bits(tensor));
    }
  }

  private static byte[] file(int version, String descr, String shape, int bytesOfData) {
    byte[] header =
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }\n"
            .formatted(descr, shape)
            .getBytes(UTF_8);
    int field = version == 1 ? Short.BYTES : Integer.BYTES;
    var file =
        ByteBuffer.allocate(8 + field + header.length + bytesOfData)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 1) {
      file.putShort((short) header.length);
    } else {
      file.putInt(header.length);
    }
    file.put(header);
    while (file.hasRemaining()) {
      file.put((byte) (37 * file.position()));
    }
    return file.array();
  }
}
