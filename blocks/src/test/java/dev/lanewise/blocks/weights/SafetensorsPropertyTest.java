package dev.lanewise.blocks.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.Layout;
import dev.lanewise.engine.Shape;
import dev.lanewise.engine.Tensor;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SafetensorsPropertyTest {

  @Provide
  Arbitrary<Map<String, Tensor>> tensors() {
    var names = Arbitraries.strings().alpha().withChars(".é空_ ").ofMinLength(1).ofMaxLength(12);
    return Arbitraries.maps(names, tensor()).ofMaxSize(8).map(LinkedHashMap::new);
  }

  /** Any bits, NaNs with payloads among them. */
  private static Arbitrary<Tensor> tensor() {
    return Arbitraries.integers()
        .between(1, 5)
        .list()
        .ofMaxSize(4)
        .map(extents -> Shape.of(extents.stream().mapToInt(Integer::intValue).toArray()))
        .flatMap(
            shape ->
                Arbitraries.integers()
                    .array(int[].class)
                    .ofSize((int) shape.elements())
                    .map(bits -> tensor(shape, bits)));
  }

  private static Tensor tensor(Shape shape, int[] bits) {
    var tensor = Tensor.managed(shape, Layout.NCHW);
    for (int i = 0; i < bits.length; i++) {
      tensor.segment().setAtIndex(ValueLayout.JAVA_INT, i, bits[i]);
    }
    return tensor;
  }

  @Property(tries = 300)
  void whatIsWrittenIsRead(@ForAll("tensors") Map<String, Tensor> tensors) throws IOException {
    Path file = Files.createTempFile("lanewise", ".safetensors");
    try {
      SafetensorsFile.write(file, tensors);
      try (var weights = Safetensors.open(file)) {
        assertThat(weights.names()).containsExactlyElementsOf(tensors.keySet());
        tensors.forEach(
            (name, tensor) -> {
              var read = weights.get(name, tensor.shape());
              assertThat(read.segment().mismatch(tensor.segment())).isEqualTo(-1);
            });
        weights.requireAllUsed("all");
      }
    } finally {
      Files.delete(file);
    }
  }

  @Property(tries = 1000)
  void damageIsTypedOrHarmless(
      @ForAll @IntRange(max = 400) int where,
      @ForAll @Size(min = 1, max = 4) List<Byte> damage,
      @ForAll boolean cut)
      throws IOException {
    Path file = Files.createTempFile("lanewise", ".safetensors");
    try {
      SafetensorsFile.write(
          file,
          Map.of(
              "conv1.weight", Tensor.managed(Shape.of(2, 3, 1, 1), Layout.NCHW),
              "bn1.running_var", Tensor.managed(Shape.of(2), Layout.NCHW)));
      byte[] bytes = Files.readAllBytes(file);
      for (int i = 0; i < damage.size(); i++) {
        bytes[(where + i) % bytes.length] = damage.get(i);
      }
      Files.write(file, cut ? Arrays.copyOf(bytes, where % bytes.length) : bytes);
      try (var weights = Safetensors.open(file)) {
        assertThat(weights.names()).hasSizeLessThanOrEqualTo(2);
      } catch (MalformedFileException refused) {
        assertThat(refused).hasMessageStartingWith(file + ": ");
      }
    } finally {
      Files.delete(file);
    }
  }
}
