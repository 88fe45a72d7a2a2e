package dev.lanewise.bench.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.blocks.model.ResNet;
import dev.lanewise.blocks.onnx.OnnxWriter;
import dev.lanewise.blocks.weights.SeededWeights;
import dev.lanewise.engine.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** ONNX Runtime beside nothing of ours: its native code is there for this platform. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class WayTest {
  private static final List<String> NATIVE = List.of("--enable-native-access=ALL-UNNAMED");

  @TempDir private Path folder;
  private Path onnx = Path.of("");

  @BeforeEach
  void export() throws IOException {
    onnx = folder.resolve("network.onnx");
    try (var weights = new SeededWeights()) {
      var graph = ResNet.RESNET20.build(weights);
      OnnxWriter.write(graph, Map.of("input", Shape.of(1, 3, 32, 32)), onnx);
    }
  }

  private static Way way(@Nullable String peer, List<String> flags, Path onnx) {
    var program =
        JavaProgram.of(flags, PeerFirstRuns.class, "ONNXRUNTIME", onnx.toString(), "1", "2");
    return new Way("way", peer, program);
  }

  @Test
  void aPeersProcessSaysWhatOursDoesAndWhoItIs() throws IOException {
    var way = way("onnxruntime", NATIVE, onnx);
    var launches = Way.launch(List.of(way), 2, (failed, why) -> assertThat(why).isNull());
    assertThat(launches.get(way)).hasSize(2);
    for (var launch : launches.getOrDefault(way, List.of())) {
      assertThat(launch.all(Said.READY)).hasSize(1);
      assertThat(launch.all(Said.RUN)).hasSize(2);
      assertThat(launch.all(Said.REOPENED)).isNotEmpty();
      assertThat(launch.all(Said.PEAK)).hasSize(1).allMatch(bytes -> bytes > 1 << 20);
      assertThat(launch.last()).startsWith("ONNX Runtime 1.");
    }
  }

  @Test
  void aPeerThatFailsIsOutAndNamed() throws IOException {
    var good = way("onnxruntime", NATIVE, onnx);
    var bad = way("onnxruntime", NATIVE, folder.resolve("none.onnx"));
    var said = new ArrayList<String>();
    var launches =
        Way.launch(List.of(bad, good), 2, (way, why) -> said.add(String.valueOf(why.getMessage())));
    assertThat(launches.keySet()).containsExactly(good);
    assertThat(launches.get(good)).hasSize(2);
    assertThat(said).hasSize(1).allMatch(why -> why.contains("none.onnx"));
  }

  @Test
  void aPeerWithoutItsNativeCodeSaysSo() throws IOException {
    var library = Files.writeString(folder.resolve("libonnxruntime.so"), "no library");
    var flags = List.of("-Donnxruntime.native.path=" + folder);
    var said = new ArrayList<String>();
    var ways = List.of(way("onnxruntime", flags, onnx));
    assertThat(Way.launch(ways, 1, (way, why) -> said.add(String.valueOf(why.getMessage()))))
        .isEmpty();
    assertThat(said).hasSize(1).allMatch(why -> why.contains("ONNX Runtime: "));
    assertThat(said).allMatch(why -> why.contains(library.toString()));
  }

  @Test
  void oursThatFailsEndsItAll() {
    var ways = List.of(way(null, NATIVE, folder.resolve("none.onnx")));
    assertThatThrownBy(() -> Way.launch(ways, 1, (way, why) -> assertThat(why).isNull()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none.onnx");
  }
}
