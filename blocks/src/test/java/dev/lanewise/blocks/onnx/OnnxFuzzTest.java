package dev.lanewise.blocks.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lanewise.blocks.FuzzInputs;
import dev.lanewise.blocks.ReaderDemands;
import dev.lanewise.blocks.weights.MalformedFileException;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link OnnxReader} on any bytes. */
class OnnxFuzzTest {
  /** Small: a node of a few bytes may fill as many, and mutations find such nodes often. */
  private static final OnnxOptions OPTIONS = OnnxOptions.DEFAULT.withMaxConstantBytes(1 << 20);

  @TempDir static Path folder = Path.of("");

  static Stream<byte[]> seeds() {
    return OnnxSeeds.models();
  }

  static List<Arguments.ArgumentSet> inputs() throws IOException {
    return FuzzInputs.of(OnnxFuzzTest.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seedsAreModels(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("fuzzed.onnx"), bytes);
    try (var model = OnnxReader.read(file, OPTIONS)) {
      assertThat(model.graph().outputs()).isNotEmpty();
    }
  }

  @Timeout(5)
  @ParameterizedTest
  @MethodSource({"seeds", "inputs"})
  void whatFuzzingFoundIsReadOrRefused(byte[] bytes) throws IOException {
    onnx(bytes);
  }

  @MethodSource("seeds")
  @DictionaryFile(resourcePath = "onnx.dict")
  @FuzzTest(maxDuration = "")
  void onnx(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("fuzzed.onnx"), bytes);
    new ReaderDemands(file + ": ", Set.of(MalformedFileException.class, OnnxException.class))
        .check(bytes.length, () -> read(file));
  }

  private static Object read(Path file) {
    try (var model = OnnxReader.read(file, OPTIONS)) {
      var graph = model.graph();
      List<Object> all = new ArrayList<>();
      graph
          .constants()
          .forEach(
              (name, tensor) -> {
                all.add(name);
                all.add(tensor.shape());
                all.add(ByteBuffer.wrap(tensor.segment().toArray(ValueLayout.JAVA_BYTE)));
              });
      all.addAll(List.of(model.toString(), graph.toString(), graph.nodes(), graph.outputs()));
      return all;
    } catch (IOException e) {
      // A file beside the model, which it may name and which is not there to be read.
      return List.of(e.getClass(), String.valueOf(e.getMessage()));
    }
  }
}
