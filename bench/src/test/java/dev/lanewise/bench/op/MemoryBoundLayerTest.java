package dev.lanewise.bench.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.bench.baseline.MemoryTraffic;
import java.lang.reflect.AnnotatedElement;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Param;

class MemoryBoundLayerTest {
  static Stream<String> layers() throws NoSuchFieldException {
    AnnotatedElement field = MemoryBoundBenchmark.class.getField("layer");
    return Stream.of(field.getAnnotation(Param.class).value());
  }

  @ParameterizedTest
  @MethodSource("layers")
  void everyLayerOfTheBenchmarkHasTheBitsOfTheReference(String text) {
    for (int threads = 1; threads <= 2; threads++) {
      try (var small =
          MemoryBoundBenchmark.workload(MemoryBoundLayer.parse(text).small(), threads)) {
        small.checkReference();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "dw3x3/1_32@112, COPY, 3211264",
    "dw5x5/2_672@14, COPY, 658560",
    "max2x2/2_64@224, COPY, 16056320",
    "gap_512@7, READ, 100352",
    "fc_25088_4096, READ, 411041792",
  })
  void bytesAreThoseThatMustMove(String text, MemoryTraffic.Kind kind, long bytes) {
    var layer = MemoryBoundLayer.parse(text);
    assertThat(layer.traffic()).isEqualTo(kind);
    assertThat(layer.bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "dw3x5/1_32@112", "fc_512", "conv3x3/1_64@56", "gap_512"})
  void anotherFormIsRefused(String text) {
    assertThatThrownBy(() -> MemoryBoundLayer.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }
}
